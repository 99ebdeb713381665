using HealthFunction.History.Plans;

namespace HealthFunction.Formats.Status;

/// <summary>
/// Notes, and what is planned: the last changed first. The texts are those of their authors, in whatever language, so they carry none.
/// </summary>
internal static class PlanList
{
    private const int MaxListed = 10;
    private const int MaxEntries = 10;

    /// <summary>A note that is resolved is news for a while.</summary>
    private static readonly TimeSpan KeptResolved = TimeSpan.FromDays(7);

    /// <summary>Dates are shown without a year.</summary>
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(90);

    public static void Write(Html html, StatusView view, PageTexts texts)
    {
        var now = view.Report.StartedAt;
        var plans = view.Plans.Where(plan => IsShown(plan, now)).OrderByDescending(plan => plan.Changed).Take(MaxListed).ToList();
        if (plans.Count == 0)
        {
            return;
        }

        html.Add($"<section class=\"i\"><h2>{texts.Texts.Get("Announcements")}</h2><ul>");
        foreach (var plan in plans)
        {
            if (plan.Kind == PlanKind.Note)
            {
                WriteNote(html, plan, texts);
            }
            else
            {
                WritePlanned(html, plan, texts, now);
            }
        }

        html.Add($"</ul></section>");
    }

    private static bool IsShown(Plan plan, DateTimeOffset now) => plan.Kind switch
    {
        PlanKind.Note => plan.Ended is null && (plan.State != NoteState.Resolved || now - plan.Changed < KeptResolved),
        PlanKind.Maintenance => Next(plan, now) is not null,
        PlanKind.Marking => false,
        _ => !plan.IsOver(now) && plan.From > now && plan.From - now < MaxAhead,
    };

    private static (DateTimeOffset From, DateTimeOffset To)? Next(Plan plan, DateTimeOffset now)
    {
        foreach (var window in MaintenanceCalendar.WindowsOf(plan, now))
        {
            if (window.To > now && window.From - now < MaxAhead)
            {
                return (window.From, window.To);
            }
        }

        return null;
    }

    private static void WriteNote(Html html, Plan plan, PageTexts texts)
    {
        html.Add($"<li>");
        foreach (var entry in plan.Entries.Reverse().Take(MaxEntries))
        {
            WriteText(html, entry.Text);
            html.Add($"<span><b lang=\"{texts.Texts.Language}\">{State(entry.State, texts)}</b> ");
            html.Add($"<time datetime=\"{IsoTime.Of(entry.At)}\" data-r>{texts.Moment(entry.At)}</time></span>");
        }

        if (plan.Incident is { } incident)
        {
            html.Add($"<span>{texts.Texts.Get("Incident of %(time)s", ("time", texts.Moment(incident)))}</span>");
        }

        WriteChecks(html, plan);
    }

    private static void WritePlanned(Html html, Plan plan, PageTexts texts, DateTimeOffset now)
    {
        var t = texts.Texts;
        html.Add($"<li>");
        WriteText(html, plan.Text);
        html.Add($"<span>");
        if (plan.Kind == PlanKind.Drain)
        {
            html.Add($"{t.GetIn("verdict", "Drained")} <time datetime=\"{IsoTime.Of(plan.From)}\">{texts.Moment(plan.From)}</time>");
        }
        else if (Next(plan, now) is { } window)
        {
            var text = window.From <= now
                ? t.Get("Planned maintenance until %(to)s", ("to", texts.Moment(window.To)))
                : t.Get("Planned maintenance from %(from)s to %(to)s", ("from", texts.Moment(window.From)), ("to", texts.Moment(window.To)));
            html.Add($"{text}");
        }

        html.Add($"</span>");
        WriteChecks(html, plan);
    }

    private static void WriteText(Html html, string text)
    {
        html.Add($"<p lang=\"\">");
        foreach (var (number, line) in text.Split('\n').Index())
        {
            if (number > 0)
            {
                html.Add($"<br>");
            }

            html.Add($"{line}");
        }

        html.Add($"</p>");
    }

    private static void WriteChecks(Html html, Plan plan)
    {
        if (plan.Checks.Count > 0)
        {
            html.Add($"<span lang=\"en\">{string.Join(", ", plan.Checks)}</span>");
        }
    }

    private static string State(NoteState state, PageTexts texts) => state switch
    {
        NoteState.Investigating => texts.Texts.GetIn("note", "Investigating"),
        NoteState.Identified => texts.Texts.GetIn("note", "Identified"),
        NoteState.Monitoring => texts.Texts.GetIn("note", "Monitoring"),
        _ => texts.Texts.GetIn("note", "Resolved"),
    };
}
