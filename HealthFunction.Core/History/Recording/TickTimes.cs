using HealthFunction.History.Runs;

namespace HealthFunction.History.Recording;

/// <summary>
/// Decides under which time a run is recorded. If the host gives a scheduled time that is due now, it is that time. So a tick that
/// is delivered twice makes one run, and a timer that fires a few milliseconds early does not leave one minute empty and count the
/// minute before twice. Otherwise it is the time at which the run started: a run that is started by hand comes with the time of the
/// next tick, which is still in the future.
/// </summary>
internal sealed class TickTimes
{
    /// <summary>A host's timer may fire early, by less than this.</summary>
    private static readonly TimeSpan MaxEarly = TimeSpan.FromSeconds(1);

    private DateTimeOffset _latestStart = DateTimeOffset.MinValue;
    private DateTimeOffset _latestTick = DateTimeOffset.MinValue;
    private DateTimeOffset? _lastTick;

    /// <summary>Whether this tick's run has been made already. A clock that was set back does not make a tick a repeated one.</summary>
    public bool IsRepeated(DateTimeOffset? scheduled, DateTimeOffset now) =>
        scheduled is { } tick && tick == _lastTick && now >= _latestStart && IsOnTime(tick, now);

    public DateTimeOffset TimeOf(DateTimeOffset? scheduled, DateTimeOffset start)
    {
        var isAfterAll = start >= _latestStart;
        _latestStart = Later(_latestStart, start);
        if (scheduled is not { } tick || !IsOnTime(tick, start))
        {
            return start.ToUniversalTime();
        }

        // After the clock was set back, the same times occur again, with runs of their own.
        var isNew = isAfterAll && tick > _latestTick;
        _latestTick = Later(_latestTick, tick);
        _lastTick = tick;
        return (isNew ? tick : start).ToUniversalTime();
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static bool IsOnTime(DateTimeOffset tick, DateTimeOffset start) =>
        tick <= start ? tick.ToUtcMinute() == start.ToUtcMinute() : tick - start < MaxEarly;
}
