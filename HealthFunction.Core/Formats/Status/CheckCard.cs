using HealthFunction.Checks;
using HealthFunction.History.Days;
using HealthFunction.History.Recent;

namespace HealthFunction.Formats.Status;

/// <summary>One check: its state now, its days, its uptime and its latency.</summary>
internal static class CheckCard
{
    public static void Write(Html html, CheckOutcome check, StatusView view, PageTexts texts)
    {
        var t = texts.Texts;
        html.Add($"<article id=\"{check.Name}\" class={StateWords.Class(check)}><h2>{check.Name}</h2>");
        html.Add($"<p class=s>{texts.Of(check)}</p>");
        WriteAbout(html, check.Traits);
        html.Add($"<p class=t>");
        if ((check.Error ?? check.Degraded) is { } reason)
        {
            html.Add($"<b lang=en>{reason.Text}</b> ");
        }

        if (!check.Critical)
        {
            html.Add($"<i>{t.Get("optional")}</i> ");
        }

        html.Add($"<span>{texts.Latency(check.Duration)}</span>");
        if (check.Age is not null)
        {
            html.Add($" <span>{t.Get("Checked at")} <time datetime=\"{IsoTime.Of(check.StartedAt)}\" data-r>{texts.Moment(check.StartedAt)}</time></span>");
        }

        if (check.CertificateDays is >= 0 and var days)
        {
            html.Add($" <span>{t.Get("Certificate: %(days)s left", ("days", t.Plural("%(count)s day", "%(count)s days", days)))}</span>");
        }

        var series = view.History.HasData ? view.History.Find(check.Name) : null;
        WriteSince(html, check, series, view, texts);
        html.Add($"</p>");
        if (series is not null)
        {
            DayBars.Write(html, series, texts);
            UptimeList.Write(html, series, texts);
            LatencyPlot.Write(html, series, texts);
        }

        html.Add($"</article>\n");
    }

    /// <summary>The operator's own words and link.</summary>
    private static void WriteAbout(Html html, CheckTraits traits)
    {
        if (traits.Description is null && traits.Link is null)
        {
            return;
        }

        html.Add($"<p>{traits.Description}");
        if (traits.Link is { } link)
        {
            html.Add($" <a href=\"{link.AbsoluteUri}\">{link.Host}</a>");
        }

        html.Add($"</p>");
    }

    private static void WriteSince(Html html, CheckOutcome check, SeriesView? series, StatusView view, PageTexts texts)
    {
        if (series?.Current is not { } current)
        {
            return;
        }

        // The recorder is up to a minute behind, so the state may have changed since.
        var (since, id) = current.State == check.Verdict.ToMinuteState()
            ? (current.Since, current.IsAtLeast ? "at least since" : "since")
            : (view.Report.StartedAt, "since");
        StateWords.WriteTime(html, texts.Texts.Get(id), since, texts);
    }
}
