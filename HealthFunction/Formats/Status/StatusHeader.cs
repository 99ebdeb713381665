using HealthFunction.Checks;
using HealthFunction.History;

namespace HealthFunction.Formats.Status;

/// <summary>The verdict, what fails, and what has to be said of the history.</summary>
internal static class StatusHeader
{
    public static string Headline(StatusView view, PageTexts texts)
    {
        var t = texts.Texts;
        var critical = view.Failing.Count(c => c.Critical && c.Verdict == view.Report.Overall);
        return view.Report.Overall switch
        {
            Verdict.Down => t.Plural("%(count)s critical check is down", "%(count)s critical checks are down", critical),
            Verdict.Unknown => t.Plural(
                "%(count)s critical check could not be carried out", "%(count)s critical checks could not be carried out", critical),
            _ when view.Report.Checks.Count == 0 => t.Get("Nothing is configured to be checked"),
            _ when view.Failing.Count > 0 => t.Plural(
                "Serving, while %(count)s optional check fails", "Serving, while %(count)s optional checks fail", view.Failing.Count),
            _ => t.Get("All checks are up"),
        };
    }

    /// <summary>A dot in the tab, as a data URL that asks nobody.</summary>
    public static string Icon(Verdict overall)
    {
        var colour = overall switch
        {
            Verdict.Up => "1a7f37",
            Verdict.Down => "cf222e",
            _ => "9a6700",
        };
        return $"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Ccircle cx='4' cy='4' r='4' fill='%23{colour}'/%3E%3C/svg%3E";
    }

    public static void Write(Html html, StatusView view, PageTexts texts, string headline)
    {
        var t = texts.Texts;
        var at = view.Report.StartedAt;
        html.Add($"""
            <header class="{Class(view.Report.Overall)}"><p class="s">{texts.Of(view.Report.Overall)}</p><h1>{headline}</h1>
            <p>{t.Get("Checked at")} <time datetime="{IsoTime.Of(at)}" data-r>{PageTexts.Clock(at)}</time></p></header>

            """);
        if (view.Failing.Count > 0)
        {
            html.Add($"<ul class=\"f\" aria-label=\"{t.Get("Failing now")}\">");
            foreach (var check in view.Failing)
            {
                html.Add($"<li class=\"{Class(check.Verdict)}\"><a href=\"#{check.Name}\">{check.Name}</a> <span lang=\"en\">{check.Error?.Text}</span>");
                if (!check.Critical)
                {
                    html.Add($" <i>{t.Get("optional")}</i>");
                }
            }

            html.Add($"</ul>");
        }

        if (Notice(view.History, texts) is { } notice)
        {
            html.Add($"<p class=\"w\">{notice}</p>");
        }

        if (view.History is { HasData: true, Overall: { } overall })
        {
            html.Add($"<section class=\"o\"><h2>{t.Get("Uptime of the deployment")}</h2>");
            UptimeList.Write(html, overall, texts);
            html.Add($"</section>");
        }
    }

    public static string Class(Verdict verdict) => verdict switch
    {
        Verdict.Up => "u",
        Verdict.Down => "d",
        _ => "k",
    };

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
