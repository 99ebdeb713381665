namespace HealthFunction.History.Fleet;

/// <summary>One source as it was at a reading of the fleet.</summary>
/// <param name="Member">What is known of it.</param>
/// <param name="State">How that came to hand.</param>
/// <param name="ReadAt">When it was read; null when it never was.</param>
/// <param name="UnreadableSince">Since when it cannot be read; null when it can.</param>
internal sealed record SourceReading(FleetMember Member, SourceState State, DateTimeOffset? ReadAt, DateTimeOffset? UnreadableSince)
{
    public string Source => Member.Source;
}
