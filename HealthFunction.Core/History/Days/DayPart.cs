namespace HealthFunction.History.Days;

/// <summary>One row of a day: up to <see cref="MaxSeries"/> series.</summary>
internal sealed class DayPart(int number)
{
    /// <summary>
    /// A series needs about 200 bytes on a usual day and 16 KiB at most (a different error each minute, latencies over the whole
    /// range), so a row of 32 always fits into an entity.
    /// </summary>
    public const int MaxSeries = 32;

    public int Number { get; } = number;

    public List<DaySeries> Series { get; init; } = [];

    /// <summary>At most 370 bytes for each.</summary>
    public List<PeerMinutes> Peers { get; init; } = [];

    public List<DaySection> Others { get; init; } = [];

    /// <summary>The version of the row that this was read from; null while the row is not in the table.</summary>
    public string? ETag { get; set; }
}
