using System.Globalization;
using System.Text;
using HealthFunction.History.Recent;

namespace HealthFunction.Formats.Status;

/// <summary>Median and 95th percentile of each day as two lines; days without an UP answer break them.</summary>
internal static class LatencyPlot
{
    private const int Step = 2;
    private const int Height = 40;

    public static void Write(Html html, SeriesView series, PageTexts texts)
    {
        var all = series.Uptimes[^1].Latency;
        if (all.Quantile(0.50) is not { } p50 || all.Quantile(0.95) is not { } p95)
        {
            return;
        }

        var top = series.Days.Max(day => day.P95) ?? p95;
        var words = texts.Texts.Get(
            "Latency over 90 days: p50 %(p50)s, p95 %(p95)s, slowest day %(top)s",
            ("p50", texts.Latency(p50)),
            ("p95", texts.Latency(p95)),
            ("top", texts.Latency(top)));
        html.Add($"""<figure><svg viewBox="0 0 {(HistoryView.Days - 1) * Step} {Height}" preserveAspectRatio=none aria-hidden=true>""");
        html.Add($"<path class=q d=\"{Path(series, day => day.P95, top)}\"/><path d=\"{Path(series, day => day.P50, top)}\"/></svg>");
        html.Add($"<figcaption>{words}</figcaption></figure>");
    }

    private static Markup Path(SeriesView series, Func<DayCell, TimeSpan?> value, TimeSpan top)
    {
        var path = new StringBuilder();
        var (lastX, lastY) = (-1, 0);
        for (var i = 0; i < series.Days.Count; i++)
        {
            if (value(series.Days[i]) is not { } latency)
            {
                lastX = -1;
                continue;
            }

            var x = i * Step;
            var y = Height - 1 - (int)Math.Round((Height - 2) * Math.Min(1, latency / top));
            if (lastX < 0)
            {
                // A day between two without data is a dot: round line ends show a line of no length.
                path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h0");
            }
            else
            {
                path.Append(CultureInfo.InvariantCulture, $"l{x - lastX}{(y < lastY ? "" : " ")}{y - lastY}");
            }

            (lastX, lastY) = (x, y);
        }

        return new Markup(path.ToString());
    }
}
