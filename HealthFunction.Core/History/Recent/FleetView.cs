using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.History.Uptime;

namespace HealthFunction.History.Recent;

/// <summary>The fleet as people see it. It is small, so that it can be kept when the days are released.</summary>
/// <param name="Now">When it was read.</param>
/// <param name="Any">At least one region was UP.</param>
/// <param name="All">Every region was UP.</param>
/// <param name="Regions">The app's own first, then the others in configured order.</param>
internal sealed record FleetView(DateTimeOffset Now, StateView Any, StateView All, IReadOnlyList<RegionView> Regions)
{
    /// <summary>The regions that have recorded something, or may have.</summary>
    public int Counted { get; } = Regions.Count(region => region.Reading != SourceState.Empty);

    /// <summary>How many of these are UP now.</summary>
    public int Up { get; } = Regions.Count(region => region.Overall.Current?.State == MinuteState.Up);
}

/// <summary>One overall series.</summary>
/// <param name="Current">Null when the last minutes have no data.</param>
/// <param name="Series">Its days and its uptime.</param>
internal sealed record StateView(CurrentState? Current, SeriesView Series);

/// <summary>One region.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Reading">What is at hand of it.</param>
/// <param name="ReadAt">When that was read; null when it never was.</param>
/// <param name="UnreadableSince">Since when it cannot be read; null when it can.</param>
/// <param name="LastRecord">Its newest own minute.</param>
/// <param name="Overall">Its state, with the minutes DOWN in which the others saw that it cannot be reached.</param>
internal sealed record RegionView(
    string Source, SourceState Reading, DateTimeOffset? ReadAt, DateTimeOffset? UnreadableSince, DateTimeOffset? LastRecord, StateView Overall)
{
    /// <summary>Why it is not UP.</summary>
    public string? Error { get; init; }

    /// <summary>Its checks at its newest minute; none when that was long ago or the others found it unreachable since.</summary>
    public IReadOnlyList<RegionCheck> Checks { get; init; } = [];
}

/// <summary>A check of a region at the region's newest minute.</summary>
internal sealed record RegionCheck(string Name, MinuteState State, bool IsPlanned, bool IsDegraded, string? Error);
