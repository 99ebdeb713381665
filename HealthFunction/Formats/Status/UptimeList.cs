using HealthFunction.History;

namespace HealthFunction.Formats.Status;

/// <summary>Uptime with its coverage, period by period.</summary>
internal static class UptimeList
{
    public static void Write(Html html, SeriesView series, PageTexts texts)
    {
        html.Add($"<dl>");
        for (var i = 0; i < HistoryView.Periods.Count; i++)
        {
            var uptime = series.Uptimes[i];
            html.Add($"<div><dt>{texts.Of(HistoryView.Periods[i])}<dd><b>{texts.Uptime(uptime.Estimate)}</b>");
            html.Add($"<dd>{texts.Texts.Get("%(number)s covered", ("number", texts.Coverage(uptime.Coverage)))}</div>");
        }

        html.Add($"</dl>");
    }
}
