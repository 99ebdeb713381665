using System.Globalization;
using HealthFunction.Checks;

namespace HealthFunction.Formats.Status;

/// <summary>The verdict of this deployment now.</summary>
internal static class StatusHeader
{
    public static Banner Banner(StatusView view, PageTexts texts) => view.Report.Drain is { } reason
        ? new("m", texts.Texts.GetIn("verdict", "Drained"), texts.Texts.Get("Out of rotation: %(reason)s", ("reason", reason.Text)), OfChecks(view, texts))
        : new(StateWords.Class(view.Report.Overall), texts.Of(view.Report.Overall), OfChecks(view, texts));

    public static void Write(Html html, StatusView view, Banner banner, PageTexts texts)
    {
        html.Add($"<header class=\"{banner.Class}\"><p class=\"s\">{banner.Word}</p>");
        WriteHeadline(html, view, banner);
        WriteDetail(html, view, banner, texts);
        html.Add($"</header>\n");
    }

    /// <summary>The headline is the heading of the page unless an operator gave it one.</summary>
    public static void WriteHeadline(Html html, StatusView view, Banner banner)
    {
        if (view.Title is null)
        {
            html.Add($"<h1>{banner.Headline}</h1>");
        }
        else
        {
            html.Add($"<p class=h>{banner.Headline}</p>");
        }
    }

    /// <summary>The same as a part of a page of several regions.</summary>
    public static void WriteRegion(Html html, StatusView view, PageTexts texts)
    {
        var banner = Banner(view, texts);
        html.Add($"<section id=here class=\"e {banner.Class}\"><h2>{texts.Texts.Get("This region: %(source)s", ("source", view.Source))}</h2>");
        html.Add($"<p class=s>{banner.Word}</p><p class=h>{banner.Headline}</p>");
        WriteDetail(html, view, banner, texts);
        html.Add($"</section>\n");
    }

    private static void WriteDetail(Html html, StatusView view, Banner banner, PageTexts texts)
    {
        var t = texts.Texts;
        var at = view.Report.StartedAt;
        if (banner.Detail is not null)
        {
            html.Add($"<p>{banner.Detail}</p>");
        }

        html.Add($"<p>{t.Get("Checked at")} <time datetime=\"{IsoTime.Of(at)}\" data-r>{PageTexts.Clock(at)}</time>");
        if (view.Fleet is null && view.Source.Length > 0)
        {
            html.Add($" · {t.Get("Source: %(source)s", ("source", view.Source))}");
        }

        html.Add($"</p>");
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
}
