namespace HealthFunction.Alerts;

/// <summary>Mends a state that lies in the future because the clock was set back since: it would silence alerts until then.</summary>
internal static class AlertClock
{
    /// <summary>A host's timer may fire early, and two machines' clocks differ.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    public static bool IsAhead(AlertState state, DateTimeOffset now) => state.LastRun > now + Tolerance;

    public static AlertState Corrected(AlertState state, DateTimeOffset now)
    {
        if (!IsAhead(state, now))
        {
            return state;
        }

        // What is no time to compare with stays: when an outage began is part of what it is.
        return state with
        {
            LastRun = null,
            Outage = state.Outage is { } outage ? outage with { Told = Earlier(outage.Told, now) } : null,
            Waiting = [.. state.Waiting.Select(w => w with { Queued = Earlier(w.Queued, now), NotBefore = null })],
            Claim = null,
        };
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
