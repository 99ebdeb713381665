namespace HealthFunction.Alerts;

/// <summary>
/// Mends a state that lies in the future, which would silence alerts until then: the clock was set back since, or was wrong before. Of
/// another instance's clock more is accepted than of this one's own, because a state that two instances correct in turn counts each run twice.
/// </summary>
internal sealed class AlertClock(TimeProvider time)
{
    /// <summary>How far another instance's clock may be ahead.</summary>
    public static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(15);

    /// <summary>How far this instance's clock may be set back without being corrected for; a timer may fire early, too.</summary>
    public static readonly TimeSpan MaxSetBack = TimeSpan.FromMinutes(2);

    private DateTimeOffset _latest = DateTimeOffset.MinValue;

    public bool IsAhead(AlertState state)
    {
        var now = time.GetUtcNow();
        _latest = Later(_latest, now);
        return state.LastRun > now + (_latest - now > MaxSetBack ? MaxSetBack : MaxSkew);
    }

    public AlertState Corrected(AlertState state)
    {
        if (!IsAhead(state))
        {
            return state;
        }

        // What is no time to compare with stays: when an outage began is part of what it is.
        var now = time.GetUtcNow();
        return state with
        {
            LastRun = null,
            Outage = state.Outage is { } outage ? outage with { Told = Earlier(outage.Told, now) } : null,
            Waiting = [.. state.Waiting.Select(w => w with { Queued = Earlier(w.Queued, now), NotBefore = null })],
        };
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
