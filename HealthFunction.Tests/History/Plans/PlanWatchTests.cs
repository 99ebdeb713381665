using HealthFunction.History.Plans;
using HealthFunction.History.Storage;
using HealthFunction.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.History.Plans;

/// <summary>How soon instances obey, by the intervals and deadlines that the app has; the clock is the test's.</summary>
public sealed class PlanWatchTests(SharedServers servers)
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(15);

    private readonly FakeTimeProvider _time = new(SamplePlans.Noon);

    [Fact]
    public async Task Every_instance_of_the_source_obeys_a_drain_and_its_end_within_15_seconds_and_no_other_region_does()
    {
        var (west, east) = await TablesAsync();
        await using var first = await StartAsync(west.Table, east.Table);
        await using var second = await StartAsync(west.Table, east.Table);
        await using var other = await StartAsync(east.Table, west.Table);
        WatchedPlans[] all = [first, second, other];

        // Just after all of them have read.
        var plan = SamplePlans.Drain("west", home: "east");
        await other.Harness.AddAsync(plan);
        var posted = _time.GetUtcNow();
        await NextReadingAsync(all);
        Assert.Equal(("upgrade", "upgrade", null), (first.Reason, second.Reason, other.Reason));
        Assert.InRange(_time.GetUtcNow() - posted, TimeSpan.Zero, Promised);

        await second.Harness.EndAsync(plan.Id, _time.GetUtcNow());
        var ended = _time.GetUtcNow();
        await NextReadingAsync(all);
        Assert.Equal((null, null, null), (first.Reason, second.Reason, other.Reason));
        Assert.InRange(_time.GetUtcNow() - ended, TimeSpan.Zero, Promised);
    }

    [Fact]
    public async Task A_reading_that_hangs_makes_it_no_later_than_15_seconds()
    {
        var (west, east) = await TablesAsync();
        await using var proxy = FaultProxy.To((await servers.AzuriteAsync()).Port);
        var calls = new TimerCount(_time);
        var far = new TestTable((await servers.AzuriteAsync()).ConnectionString(port: proxy.Port), west.Options.Table, "east", time: calls);
        await using var watched = await StartAsync(west.Table, far.Table);
        using var other = new PlanHarness(_time, east.Table);

        proxy.Fault = Fault.Blackhole;
        var begun = calls.Timers;
        _time.Advance(PlanWatch.Interval);
        await Until.TrueAsync(() => calls.Timers > begun, "the other region's table is being read");
        await watched.ReadAsync(1);

        // That reading cannot have it.
        await other.AddAsync(SamplePlans.Drain("west", home: "east"));
        var posted = _time.GetUtcNow();
        _time.Advance(far.Options.Timeout);
        await watched.ReadAsync(2);
        Assert.Null(watched.Reason);
        proxy.Fault = Fault.None;
        _time.Advance(PlanWatch.Interval);
        await Until.TrueAsync(() => watched.Reason is not null, "the drain is obeyed");

        Assert.InRange(_time.GetUtcNow() - posted, TimeSpan.Zero, Promised);
    }

    private async Task<(TestTable West, TestTable East)> TablesAsync()
    {
        var server = await servers.AzuriteAsync();
        var west = new TestTable(server, "west", time: _time);
        return (west, new TestTable(server.ConnectionString(), west.Options.Table, "east", time: _time));
    }

    private async Task NextReadingAsync(WatchedPlans[] instances)
    {
        _time.Advance(PlanWatch.Interval);
        await Task.WhenAll(instances.Select(instance => instance.ReadAsync(instance.Harness.Book.Tables.Count)));
    }

    private Task<WatchedPlans> StartAsync(params HistoryStore[] stores) => WatchedPlans.StartAsync(_time, stores);

    /// <summary>One instance with its background.</summary>
    private sealed class WatchedPlans : IAsyncDisposable
    {
        private readonly TimerCount _waits;
        private readonly ServiceProvider _services;
        private readonly PlanWatch _watch;
        private int _expected;

        private WatchedPlans(TimeProvider time, HistoryStore[] stores)
        {
            Harness = new PlanHarness(time, stores);
            _waits = new TimerCount(time);
            _services = new ServiceCollection().AddSingleton(Harness.Book).AddSingleton(Harness.Keeper).BuildServiceProvider();
            _watch = new PlanWatch(_services, _waits);
        }

        public PlanHarness Harness { get; }

        public string? Reason => Harness.Book.Current?.Text;

        public static async Task<WatchedPlans> StartAsync(TimeProvider time, HistoryStore[] stores)
        {
            var instance = new WatchedPlans(time, stores);
            await instance._watch.StartingAsync(CancellationToken.None);
            await instance.ReadAsync(stores.Length);
            return instance;
        }

        /// <summary>Waits until so many more tables have been read, and the wait for the next reading has begun.</summary>
        public Task ReadAsync(int tables)
        {
            _expected += tables;
            return Until.TrueAsync(() => _waits.Timers == _expected, $"{_expected} readings have ended, and not {_waits.Timers}");
        }

        public async ValueTask DisposeAsync()
        {
            await _watch.StopAsync(CancellationToken.None);
            _watch.Dispose();
            Harness.Dispose();
            await _services.DisposeAsync();
        }
    }

    /// <summary>Counts the timers that its users set, without the one of a start.</summary>
    private sealed class TimerCount(TimeProvider inner) : TimeProvider
    {
        private int _timers;

        public int Timers => Volatile.Read(ref _timers);

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

        public override long GetTimestamp() => inner.GetTimestamp();

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = inner.CreateTimer(callback, state, dueTime, period);
            if (dueTime >= PlanWatch.Interval)
            {
                Interlocked.Increment(ref _timers);
            }

            return timer;
        }
    }
}
