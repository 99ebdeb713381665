using System.Globalization;
using HealthFunction.Checks;
using HealthFunction.History.Recent;
using HealthFunction.Localisation;

namespace HealthFunction.Formats.Status;

/// <summary>The verdict, the failing checks, and messages about the history.</summary>
internal static class StatusHeader
{
    /// <summary>Dates are shown without a year, so only windows in the near future are announced.</summary>
    private static readonly TimeSpan MaxAnnounced = TimeSpan.FromDays(90);

    public static string Headline(StatusView view, PageTexts texts) => view.Report.Drain is { } reason
        ? texts.Texts.Get("Out of rotation: %(reason)s", ("reason", reason.Text))
        : OfChecks(view, texts);

    /// <summary>A dot in the tab, as a data URL that needs no request.</summary>
    public static string Icon(StatusView view)
    {
        var colour = view.Report.Overall switch
        {
            _ when view.Report.Drain is not null => "0969da",
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
        if (view.Report.Drain is null)
        {
            html.Add($"<header class=\"{Class(view.Report.Overall)}\"><p class=\"s\">{texts.Of(view.Report.Overall)}</p><h1>{headline}</h1>");
        }
        else
        {
            html.Add($"<header class=\"m\"><p class=\"s\">{t.GetIn("verdict", "Drained")}</p><h1>{headline}</h1><p>{OfChecks(view, texts)}</p>");
        }

        html.Add($"<p>{t.Get("Checked at")} <time datetime=\"{IsoTime.Of(at)}\" data-r>{PageTexts.Clock(at)}</time></p></header>\n");
        WriteMaintenance(html, view, texts);
        WriteChecks(html, t.Get("Failing now"), view.Failing, t);
        WriteChecks(html, t.Get("Degraded now"), view.Degraded, t);

        if (Notice(view.History, texts) is { } notice)
        {
            html.Add($"<p class=\"w\">{notice}</p>");
        }

        if (view.History is { HasData: true, Overall: { } overall })
        {
            html.Add($"<section class=\"o\"><h2>{t.Get("Uptime of the deployment")}</h2>");
            UptimeList.Write(html, overall, texts, withLengths: true);
            html.Add($"</section>");
        }
    }

    public static string Class(CheckOutcome check) => check.Degraded is null ? Class(check.Verdict) : "g";

    private static string Class(Verdict verdict) => verdict switch
    {
        Verdict.Up => "u",
        Verdict.Down => "d",
        _ => "k",
    };

    private static void WriteChecks(Html html, string label, IReadOnlyList<CheckOutcome> checks, Texts t)
    {
        if (checks.Count == 0)
        {
            return;
        }

        html.Add($"<ul class=\"f\" aria-label=\"{label}\">");
        foreach (var check in checks)
        {
            html.Add($"<li class=\"{Class(check)}\"><a href=\"#{check.Name}\">{check.Name}</a> <span lang=en>{(check.Error ?? check.Degraded)?.Text}</span>");
            if (!check.Critical)
            {
                html.Add($" <i>{t.Get("optional")}</i>");
            }
        }

        html.Add($"</ul>");
    }

    /// <summary>The overall state of the checks; the dependencies of a drained deployment may be healthy.</summary>
    private static string OfChecks(StatusView view, PageTexts texts)
    {
        var t = texts.Texts;
        var overall = HealthReport.Aggregate(view.Report.Checks, everyCheckDecides: false);
        var critical = view.Failing.Count(c => c.Critical && c.Verdict == overall);
        return overall switch
        {
            Verdict.Down => t.Plural("%(count)s critical check is down", "%(count)s critical checks are down", critical),
            Verdict.Unknown => t.Plural(
                "%(count)s critical check could not be carried out", "%(count)s critical checks could not be carried out", critical),
            _ when view.Report.Checks.Count == 0 => t.Get("Nothing is configured to be checked"),
            _ when view.Failing.Count > 0 && view.Report.Drain is not null => t.Plural(
                "%(count)s optional check fails", "%(count)s optional checks fail", view.Failing.Count),
            _ when view.Failing.Count > 0 => t.Plural(
                "Serving, while %(count)s optional check fails", "Serving, while %(count)s optional checks fail", view.Failing.Count),
            _ when view.Degraded.Count > 0 => t.Get(
                "All checks are up, %(count)s of them degraded", ("count", view.Degraded.Count.ToString(CultureInfo.InvariantCulture))),
            _ => t.Get("All checks are up"),
        };
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
