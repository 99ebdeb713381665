namespace HealthFunction.Alerts;

/// <summary>
/// Corrects a state that lies in the future, because the clock was set back or was wrong before: such a state would silence alerts
/// until then. Another instance's clock is given more tolerance than this one's, because a state that two instances correct in turn
/// counts each run twice.
/// </summary>
internal sealed class AlertClock(TimeProvider time)
{
    /// <summary>How far another instance's clock may be ahead.</summary>
    public static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(15);

    /// <summary>How far this instance's clock may be set back without a correction. A timer may also fire early.</summary>
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

        // Times that are not compared stay as they are: the beginning of an outage identifies it.
        var now = time.GetUtcNow();
        return state with
        {
            LastRun = null,
            Outage = state.Outage is { } outage ? outage with { Reported = Earlier(outage.Reported, now) } : null,
            Waiting = [.. state.Waiting.Select(w => w with { Queued = Earlier(w.Queued, now), NotBefore = null })],
        };
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
