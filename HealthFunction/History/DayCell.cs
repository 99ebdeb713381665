namespace HealthFunction.History;

/// <summary>One UTC day of one series, as a bar of the status page shows it.</summary>
/// <param name="Date">The day.</param>
/// <param name="Counts">Its recorded minutes by state.</param>
/// <param name="Minutes">How many minutes of it have passed.</param>
/// <param name="P50">Half of the UP answers took no longer; null without any.</param>
/// <param name="P95">95 % of the UP answers took no longer; null without any.</param>
internal readonly record struct DayCell(DateOnly Date, MinuteCounts Counts, int Minutes, TimeSpan? P50, TimeSpan? P95)
{
    public MinuteState Worst => Counts switch
    {
        { Down: > 0 } => MinuteState.Down,
        { Unknown: > 0 } => MinuteState.Unknown,
        { Up: > 0 } => MinuteState.Up,
        _ => MinuteState.NoData,
    };

    /// <summary>The share of DOWN in the minutes known to be UP or DOWN; 0 when there is none.</summary>
    public double DownShare => Counts.Down == 0 ? 0 : (double)Counts.Down / (Counts.Up + Counts.Down);

    /// <summary>The share of the minutes so far that are known to be UP or DOWN.</summary>
    public double Coverage => Minutes == 0 ? 0 : Math.Min(1, (double)(Counts.Up + Counts.Down) / Minutes);
}
