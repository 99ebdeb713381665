using HealthFunction.History.Days;

namespace HealthFunction.History.Recent;

/// <summary>One UTC day of one series, as a bar of the status page shows it.</summary>
/// <param name="Date">The day.</param>
/// <param name="Counts">Its recorded minutes by state.</param>
/// <param name="Minutes">How many minutes of it have passed.</param>
/// <param name="P50">The median of the UP answers; null without any.</param>
/// <param name="P95">The 95th percentile of the UP answers; null without any.</param>
internal readonly record struct DayCell(DateOnly Date, MinuteCounts Counts, int Minutes, TimeSpan? P50, TimeSpan? P95)
{
    public DayState State => Counts switch
    {
        { Down: > 0 } => DayState.Down,
        { Unknown: > 0 } => DayState.Unknown,
        { Planned: > 0 } => DayState.Planned,
        { Degraded: > 0 } => DayState.Degraded,
        { Up: > 0 } => DayState.Up,
        _ => DayState.NoData,
    };

    /// <summary>The share of DOWN in the minutes known to be UP or DOWN; 0 when there are no such minutes.</summary>
    public double DownShare => Counts.Down == 0 ? 0 : (double)Counts.Down / (Counts.Up + Counts.Down);

    /// <summary>The share of degraded minutes in the minutes known to be UP or DOWN; 0 when there are no such minutes.</summary>
    public double DegradedShare => Counts.Degraded == 0 ? 0 : (double)Counts.Degraded / (Counts.Up + Counts.Down);

    /// <summary>The share of known minutes (UP or DOWN) in the minutes so far that were not planned; null when all were planned.</summary>
    public double? Coverage => Minutes - Counts.Planned is > 0 and var counted
        ? Math.Min(1, (double)(Counts.Up + Counts.Down) / counted)
        : Counts.Planned > 0 ? null : 0;
}
