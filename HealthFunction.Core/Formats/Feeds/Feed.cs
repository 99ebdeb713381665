namespace HealthFunction.Formats.Feeds;

/// <summary>A feed of one source or of all.</summary>
/// <param name="Source">Null is all.</param>
/// <param name="Entries">The last changed first.</param>
internal sealed record Feed(string? Source, IReadOnlyList<FeedEntry> Entries)
{
    public string Id => FeedEntry.IdOf($"feed {Source}");

    public string Title => Source is null ? "Health" : $"Health of {Source}";

    /// <summary>Its own address, relative to itself.</summary>
    public string Self => Source is null ? "feed" : $"feed?source={Uri.EscapeDataString(Source)}";

    /// <summary>Nothing but the entries changes it, so that an unchanged feed stays byte for byte the same.</summary>
    public DateTimeOffset Updated => Entries.Count > 0 ? Entries[0].Updated : DateTimeOffset.UnixEpoch;
}
