using HealthFunction.History.Recent;

namespace HealthFunction.Formats.Status;

/// <summary>Uptime with its coverage, period by period; where there is no row of bars, the planned and the degraded minutes as well.</summary>
internal static class UptimeList
{
    public static void Write(Html html, SeriesView series, PageTexts texts, bool withLengths = false)
    {
        html.Add($"<dl>");
        for (var i = 0; i < HistoryView.Periods.Count; i++)
        {
            var uptime = series.Uptimes[i];
            html.Add($"<div><dt>{texts.Of(HistoryView.Periods[i])}<dd>{texts.Uptime(uptime.Estimate)}");
            if (uptime.Coverage is { } coverage)
            {
                html.Add($"<dd>{texts.Texts.Get("%(number)s covered", ("number", texts.Coverage(coverage)))}");
            }

            if (withLengths && uptime.Counts.Planned > 0)
            {
                html.Add($"<dd>{texts.Texts.Get("%(length)s planned", ("length", texts.Length(uptime.Counts.Planned)))}");
            }

            if (withLengths && uptime.Counts.Degraded > 0)
            {
                html.Add($"<dd>{texts.Texts.Get("%(length)s degraded", ("length", texts.Length(uptime.Counts.Degraded)))}");
            }

            html.Add($"</div>");
        }

        html.Add($"</dl>");
    }
}
