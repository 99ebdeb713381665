using System.Collections.Concurrent;
using System.Diagnostics;
using HealthFunction.Checks;

namespace HealthFunction.Tests.Checks;

/// <summary>The timers of all deadlines, on the real clock.</summary>
public sealed class ThreadTimersTests
{
    private const int Hour = 3_600_000;

    private readonly ConcurrentQueue<string> _fired = new();
    private TaskCompletionSource _last = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TimeProvider Timers => ThreadTimers.For(TimeProvider.System);

    [Fact]
    public async Task One_that_is_due_soon_does_not_wait_for_one_that_was_set_before_it()
    {
        using var late = Set("late", Hour);
        using var last = Set("last", 20);

        await EndAsync();

        Assert.Equal(["last"], _fired);
    }

    [Fact]
    public async Task None_fires_before_its_time()
    {
        var since = Stopwatch.GetTimestamp();
        using var last = Set("last", 40);

        await EndAsync();

        Assert.True(Stopwatch.GetElapsedTime(since) >= TimeSpan.FromMilliseconds(40));
    }

    [Fact]
    public async Task One_that_is_set_again_fires_once_and_at_the_new_time()
    {
        using var again = Set("again", Hour);
        again.Change(TimeSpan.FromMilliseconds(20), Timeout.InfiniteTimeSpan);
        using var last = Set("last", 20);

        await EndAsync();

        Assert.Equal(["again", "last"], _fired);
    }

    [Fact]
    public async Task One_that_has_fired_can_be_set_again()
    {
        using var again = Set("again", 1);
        using var last = Set("last", 20);
        await EndAsync();
        _last = new(TaskCreationOptions.RunContinuationsAsynchronously);

        again.Change(TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        last.Change(TimeSpan.FromMilliseconds(20), Timeout.InfiniteTimeSpan);
        await EndAsync();

        Assert.Equal(2, _fired.Count(name => name == "again"));
    }

    [Fact]
    public async Task One_that_is_stopped_or_disposed_of_does_not_fire()
    {
        using var stopped = Set("stopped", Hour);
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Set("disposed", Hour).Dispose();
        await Set("disposed later", Hour).DisposeAsync();

        using var last = Set("last", 20);
        await EndAsync();

        Assert.Equal(["last"], _fired);
    }

    [Fact]
    public void A_clock_that_is_not_the_systems_has_its_own_timers()
    {
        var clock = new StampingTimeProvider(() => 1);

        Assert.Same(clock, ThreadTimers.For(clock));
        Assert.NotSame(TimeProvider.System, Timers);
    }

    private Task EndAsync() => _last.Task.WaitAsync(TestContext.Current.CancellationToken);

    private ITimer Set(string name, int milliseconds) => Timers.CreateTimer(
        _ =>
        {
            _fired.Enqueue(name);
            if (name == "last")
            {
                _last.TrySetResult();
            }
        },
        null,
        TimeSpan.FromMilliseconds(milliseconds),
        Timeout.InfiniteTimeSpan);
}
