using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.AspNetCore;

/// <summary>A clock that a test advances, and that reports when the code under test has begun to wait.</summary>
internal sealed class ManualClock() : FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 12, 0, 30, TimeSpan.Zero))
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();
    private TimeSpan _setBack;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - _setBack;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Sets the wall clock to an earlier time of the day; timers and timestamps do not notice.</summary>
    public void SetBackTo(TimeOnly time) => _setBack += GetUtcNow().TimeOfDay - time.ToTimeSpan();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero)
        {
            _waits.Writer.TryWrite(dueTime);
        }

        return timer;
    }

    /// <summary>The next wait that the code under test begins.</summary>
    public async Task<TimeSpan> NextWaitAsync() => await _waits.Reader.ReadAsync(Patience.Token);

    /// <summary>Lets waits pass, one after the other, up to a time today.</summary>
    public async Task RunToAsync(TimeOnly time)
    {
        var end = GetUtcNow().Date + time.ToTimeSpan();
        while (end - GetUtcNow().DateTime is var left && left > TimeSpan.Zero)
        {
            var wait = await NextWaitAsync();
            Advance(wait < left ? wait : left);
        }
    }
}
