using System.Text;
using HealthFunction.Checks;
using HealthFunction.Formats.Status;
using HealthFunction.History.Days;
using HealthFunction.History.Recent;
using HealthFunction.Localisation;

namespace HealthFunction.Tests.Formats.Status;

/// <summary>Makes status pages and their data, without a host.</summary>
internal static class Pages
{
    /// <summary>Noon, so that today has minutes in both halves.</summary>
    public static readonly DateTimeOffset Now = new(2026, 9, 30, 12, 0, 0, TimeSpan.Zero);

    public static string Write(StatusView view, string language = "en") => Encoding.UTF8.GetString(Bytes(view, language));

    public static byte[] Bytes(StatusView view, string language)
    {
        var texts = new Texts(Catalogs.Embedded.Get(language, "django", Catalogs.Embedded.Packages), LocaleFormats.Of(language));
        return StatusPage.Write(view, new PageTexts(texts), new PageAssets(texts, view.Fleet is not null || view.Title is not null), Catalogs.Embedded.Version, Catalogs.Embedded.Languages);
    }

    /// <summary>The history of a check for each name, day by day; <paramref name="write"/> fills a day of a check.</summary>
    public static HistoryView History(IReadOnlyList<string> checks, Action<int, string, DaySeries> write)
    {
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        var days = Enumerable.Range(0, 91).Select(age =>
        {
            var part = new DayPart(0);
            foreach (var name in checks.Prepend(DaySeries.Overall))
            {
                var series = new DaySeries(name);
                write(age, name, series);
                part.Series.Add(series);
            }

            return new Day(today.AddDays(-age), [part]);
        });
        return new HistoryViewBuilder(checks.ToDictionary(c => c, c => (IReadOnlyList<string>)[c])).Build([.. days.Reverse()], Now);
    }

    public static void Fill(DaySeries series, int from, int to, MinuteState state, TimeSpan latency = default, string? error = null, bool isPlanned = false, bool isDegraded = false)
    {
        for (var minute = from; minute < to; minute++)
        {
            series.Add(minute, state, latency, error, isPlanned, isDegraded);
        }
    }

    public static HistoryView Without(HistoryState state) => HistoryView.Without(state, Now);

    public static HealthReport Report(params IEnumerable<CheckOutcome> outcomes) => new(Now, 0, TimeSpan.FromMilliseconds(12.5), [.. outcomes]);
}
