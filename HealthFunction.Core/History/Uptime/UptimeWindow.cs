namespace HealthFunction.History.Uptime;

/// <summary>
/// The uptime of all series from <paramref name="From"/> up to but not including <paramref name="To"/>, both whole minutes.
/// </summary>
internal sealed record UptimeWindow(
    Period Period,
    DateTimeOffset From,
    DateTimeOffset To,
    UptimeFigures Overall,
    IReadOnlyList<KeyValuePair<string, UptimeFigures>> Checks);
