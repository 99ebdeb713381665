using HealthFunction.History.Days;
using HealthFunction.History.Uptime;

namespace HealthFunction.History.Recent;

/// <summary>
/// The last 90 days as the page and the badges show them. It is small, so that it can be kept when the days are released.
/// </summary>
internal sealed class HistoryView(HistoryState state, DateTimeOffset readAt, IReadOnlyDictionary<string, SeriesView> series)
{
    public const int Days = 90;

    public static IReadOnlyList<Period> Periods { get; } = [.. Period.Usual.Where(p => p.Length <= TimeSpan.FromDays(Days))];

    private static readonly Dictionary<string, SeriesView> NoSeries = [];

    public HistoryState State => state;

    public DateTimeOffset ReadAt => readAt;

    public bool HasData => state is HistoryState.Read or HistoryState.Old;

    public SeriesView? Overall => Find(DaySeries.Overall);

    private IReadOnlyDictionary<string, SeriesView> Series => series;

    public SeriesView? Find(string name) => series.GetValueOrDefault(name);

    /// <summary>Whether both look the same to a reader: most new views bring no news.</summary>
    public bool ShowsAs(HistoryView other) => state == other.State && series == other.Series && (readAt == other.ReadAt || !HasData);

    public HistoryView AsOld() => new(HistoryState.Old, readAt, series);

    public static HistoryView Without(HistoryState state, DateTimeOffset now) => new(state, now, NoSeries);
}
