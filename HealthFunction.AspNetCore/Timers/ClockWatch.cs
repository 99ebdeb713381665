namespace HealthFunction.AspNetCore.Timers;

/// <summary>Notices that the wall clock was set back, with the help of the monotonic clock.</summary>
internal sealed class ClockWatch(TimeProvider time)
{
    /// <summary>Clocks are adjusted by less all the time.</summary>
    private static readonly TimeSpan MaxAdjustment = TimeSpan.FromSeconds(1);

    private DateTimeOffset _lastLook = time.GetUtcNow();
    private long _lastTimestamp = time.GetTimestamp();

    /// <returns>If the clock was set back since the last call, the earliest time that it may have been set to; otherwise null.</returns>
    public DateTimeOffset? SetBackTo()
    {
        var (now, timestamp) = (time.GetUtcNow(), time.GetTimestamp());
        var elapsed = time.GetElapsedTime(_lastTimestamp, timestamp);
        var isSetBack = now - _lastLook < elapsed - MaxAdjustment;
        (_lastLook, _lastTimestamp) = (now, timestamp);
        return isSetBack ? now - elapsed : null;
    }
}
