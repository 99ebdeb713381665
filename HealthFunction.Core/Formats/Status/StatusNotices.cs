using HealthFunction.Checks;
using HealthFunction.History.Recent;
using HealthFunction.Localisation;

namespace HealthFunction.Formats.Status;

/// <summary>What is to be known of this deployment beside its verdict: maintenance, failing checks, and messages about the history.</summary>
internal static class StatusNotices
{
    /// <summary>Dates are shown without a year, so only windows in the near future are announced.</summary>
    private static readonly TimeSpan MaxAnnounced = TimeSpan.FromDays(90);

    public static void Write(Html html, StatusView view, PageTexts texts)
    {
        var t = texts.Texts;
        WriteMaintenance(html, view, texts);
        WriteChecks(html, t.Get("Failing now"), view.Failing, t);
        WriteChecks(html, t.Get("Degraded now"), view.Degraded, t);
        if (Notice(view.History, texts) is { } notice)
        {
            html.Add($"<p class=\"w\">{notice}</p>");
        }

        // Beside other regions it stands in the region's own card.
        if (view is { Fleet: null, History: { HasData: true, Overall: { } overall } })
        {
            html.Add($"<section class=\"o\"><h2>{t.Get("Uptime of the deployment")}</h2>");
            UptimeList.Write(html, overall, texts, withLengths: true);
            html.Add($"</section>");
        }
    }

    private static void WriteChecks(Html html, string label, IReadOnlyList<CheckOutcome> checks, Texts t)
    {
        if (checks.Count == 0)
        {
            return;
        }

        html.Add($"<ul class=\"f\" aria-label=\"{label}\">");
        foreach (var check in checks)
        {
            html.Add($"<li class=\"{StateWords.Class(check)}\"><a href=\"#{check.Name}\">{check.Name}</a> <span lang=en>{(check.Error ?? check.Degraded)?.Text}</span>");
            if (!check.Critical)
            {
                html.Add($" <i>{t.Get("optional")}</i>");
            }
        }

        html.Add($"</ul>");
    }

    /// <summary>The current maintenance window and the next one.</summary>
    private static void WriteMaintenance(Html html, StatusView view, PageTexts texts)
    {
        var now = view.Report.StartedAt;
        if (view.Maintenance.At(now) is { } current)
        {
            html.Add($"<p class=\"w m\">{texts.Texts.Get("Planned maintenance until %(to)s", ("to", texts.Moment(current.To)))}</p>");
        }

        if (view.Maintenance.After(now) is { } next && next.From - now < MaxAnnounced)
        {
            html.Add($"<p class=\"w m\">{texts.Texts.Get("Planned maintenance from %(from)s to %(to)s", ("from", texts.Moment(next.From)), ("to", texts.Moment(next.To)))}</p>");
        }
    }

    private static string? Notice(HistoryView history, PageTexts texts) => history.State switch
    {
        HistoryState.Empty => texts.Texts.Get("No history yet: nothing has been recorded. The checks below are of now."),
        HistoryState.NotKept => texts.Texts.Get("No storage is configured for history. The checks below are of now."),
        HistoryState.Unavailable => texts.Texts.Get("History cannot be read now. The checks below are of now."),
        HistoryState.Old => texts.Texts.Get(
            "History cannot be read now; what is shown of it was read at %(time)s.", ("time", texts.Moment(history.ReadAt))),
        _ => null,
    };
}
