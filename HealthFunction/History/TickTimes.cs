namespace HealthFunction.History;

/// <summary>
/// Decides which time a run is recorded under. That is its tick's scheduled time where the host tells one that fits, so that a
/// tick delivered twice is one run, and so that a timer which fires a few milliseconds early does not leave one minute empty
/// and count the one before twice. Otherwise it is the time at which the run started.
/// </summary>
internal sealed class TickTimes
{
    /// <summary>A host's timer may fire before its time, by less than this.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(1);

    private DateTimeOffset _latestStart = DateTimeOffset.MinValue;
    private DateTimeOffset _latestTick = DateTimeOffset.MinValue;
    private DateTimeOffset? _lastTick;

    /// <summary>Whether this tick's run has been made already. A clock that was set back is not a tick that came again.</summary>
    public bool IsRepeated(DateTimeOffset? scheduled, DateTimeOffset now) =>
        scheduled is { } tick && tick == _lastTick && now >= _latestStart && IsOnTime(tick, now);

    public DateTimeOffset TimeOf(DateTimeOffset? scheduled, DateTimeOffset start)
    {
        // After the clock was set back the same ticks come a second time, with runs of their own.
        var isNew = start >= _latestStart && !(scheduled <= _latestTick);
        _latestStart = Later(_latestStart, start);
        _latestTick = Later(_latestTick, scheduled ?? _latestTick);
        _lastTick = scheduled;
        return scheduled is { } tick && isNew && IsOnTime(tick, start) ? tick.ToUniversalTime() : start.ToUniversalTime();
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static bool IsOnTime(DateTimeOffset tick, DateTimeOffset start) =>
        tick <= start ? Minute(tick) == Minute(start) : tick - start < Early;

    private static long Minute(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;
}
