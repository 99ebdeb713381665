using HealthFunction.History.Fleet;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.SeedHistory;
using HealthFunction.Testing;
using HealthFunction.Tests.Checks;
using HealthFunction.Tests.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History.Fleet;

/// <summary>What all who look get while sources are there, frozen, gone, empty, damaged and back.</summary>
public sealed class FleetReadingsTests(SharedServers servers) : IDisposable
{
    private static readonly TimeSpan Quarter = TimeSpan.FromDays(90);

    private readonly FakeTimeProvider _time = new(Noon.AddSeconds(30));
    private readonly CollectingLoggerProvider _log = new();
    private readonly TestMeters _meters = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _log.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Ninety_days_of_ten_checks_take_two_round_trips_a_source_at_most_and_one_after_that()
    {
        var server = await servers.AzuriteAsync();
        using var counter = new RoundTripCounter(server.Port);
        var table = new TestTable(server, port: counter.Port);
        using (var seeder = new Seeder(table.Client, table.Table.Source))
        {
            await seeder.WriteAsync(new PlausibleHistory(10, seed: 1), Noon, days: 400, runDays: 0, Token);
        }

        counter.Take();
        var fleet = FleetHarness.Readings(_time, table.Table);
        await fleet.GetAsync(Quarter);
        Assert.Equal(2, counter.Take().Count);

        _time.Advance(TimeSpan.FromSeconds(21));
        await fleet.GetAsync(Quarter);
        Assert.Single(counter.Take());
    }

    [Fact]
    public async Task However_many_look_a_source_is_read_once_in_twenty_seconds()
    {
        var store = new HeldStore("west");
        var fleet = FleetHarness.Readings(_time, store);
        store.Release();

        var readings = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(() => fleet.GetAsync(TimeSpan.FromHours(1 + i)).AsTask(), Token)));
        Assert.All(readings, reading => Assert.Same(readings[0], reading));
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.Same(readings[0], await fleet.GetAsync(Quarter));
        Assert.Equal(1, store.DayReads);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotSame(readings[0], await fleet.GetAsync(Quarter));
        Assert.Equal(2, store.DayReads);
    }

    [Fact]
    public async Task A_longer_window_is_read_once_more_and_then_serves_the_shorter_ones_too()
    {
        var store = new HeldStore("west");
        store.Release();
        var fleet = FleetHarness.Readings(_time, store);

        await fleet.GetAsync(Quarter);
        var year = await fleet.GetAsync(TimeSpan.FromDays(365));

        Assert.Equal(Noon.AddDays(-365).UtcDate(), year.First);
        Assert.Same(year, await fleet.GetAsync(Quarter));
        Assert.Equal(2, store.DayReads);
    }

    [Fact]
    public async Task All_sources_are_read_side_by_side_under_one_deadline_and_none_that_is_slow_costs_the_others()
    {
        var (fast, slow, slower) = (new HeldStore("fast"), new HeldStore("slow"), new HeldStore("slower"));
        var fleet = FleetHarness.Readings(_time, _meters, NullLogger.Instance, fast, slow, slower);
        _meters.Listen();
        fast.Release();

        var asking = fleet.GetAsync(Quarter).AsTask();
        await Until.TrueAsync(() => slow.DayReads + slower.DayReads == 2, "both are asked though neither has answered");
        await Until.TrueAsync(() => _meters.Of("healthfunction.fleet.read.duration").Count() == 1, "the fast one was read");
        Assert.False(asking.IsCompleted);
        _time.Advance(FleetReadings.MaxWait);

        var reading = await asking.WaitAsync(Patience.Token);
        Assert.Equal([SourceState.Read, SourceState.Unreadable, SourceState.Unreadable], reading.Sources.Select(s => s.State));
        Assert.Equal(Noon.AddSeconds(32), reading.Sources[1].UnreadableSince);
        Assert.Null(reading.Sources[0].UnreadableSince);

        // Those who come meanwhile wait no second time, and the slow ones are not asked again while they are still at it.
        Assert.Same(reading, await fleet.GetAsync(Quarter));
        _time.Advance(TimeSpan.FromSeconds(20));
        var again = fleet.GetAsync(Quarter).AsTask();
        await Until.TrueAsync(() => _meters.Of("healthfunction.fleet.read.duration").Count() == 2, "the fast one is read again");
        Assert.Equal((1, 1), (slow.DayReads, slower.DayReads));

        slow.Release();
        slower.Release();
        await again.WaitAsync(Patience.Token);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.All((await fleet.GetAsync(Quarter)).Sources, source => Assert.Equal((SourceState.Read, null), (source.State, source.UnreadableSince)));
    }

    [Fact]
    public async Task What_was_read_stands_in_for_some_hours_and_says_since_when_it_is_old()
    {
        await using var azurite = new AzuriteServer();
        await azurite.StartAsync();
        var table = new TestTable(azurite, time: _time);
        await table.NewWriter().WriteAsync([At(Noon, Up("a"))], Token);
        var fleet = FleetHarness.Readings(_time, _meters, new LoggerFactory([_log]).CreateLogger("fleet"), table.Table);
        _meters.Listen();
        Assert.Equal(SourceState.Read, (await fleet.GetAsync(Quarter)).Sources[0].State);

        await azurite.StopAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        var old = (await fleet.GetAsync(Quarter)).Sources[0];
        Assert.Equal((SourceState.Old, Noon.AddSeconds(30), Noon.AddSeconds(90)), (old.State, old.ReadAt, old.UnreadableSince));
        Assert.Equal(Noon, old.Member.Began);
        Assert.NotEmpty(old.Member.Days);

        _time.Advance(TimeSpan.FromHours(7));
        var lost = (await fleet.GetAsync(Quarter)).Sources[0];
        Assert.Equal((SourceState.Unreadable, Noon.AddSeconds(90)), (lost.State, lost.UnreadableSince));
        Assert.Empty(lost.Member.Days);

        await azurite.StartAsync();
        _time.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal((SourceState.Read, null), (await fleet.GetAsync(Quarter)).Sources.Select(s => (s.State, s.UnreadableSince)).Single());
        Assert.Single(_log.Entries, e => e.Level == LogLevel.Warning && e.Text.Contains("The history of test could not be read", StringComparison.Ordinal));
        Assert.Single(_log.Entries, e => e.Level == LogLevel.Information && e.Text.Contains("The history of test can be read again", StringComparison.Ordinal));
        Assert.Equal(
            ["read", "unavailable", "unavailable", "read"],
            _meters.Of("healthfunction.fleet.read.duration").Select(m => m.Tags.Split("outcome=")[1]));
    }

    [Fact]
    public async Task A_source_that_never_recorded_is_empty_and_counts_from_its_first_record_on()
    {
        var (east, fresh) = (new TestTable(await servers.AzuriteAsync(), "east"), new TestTable(await servers.AzuriteAsync(), "fresh"));
        await east.NewWriter().WriteAsync([At(Noon.AddMinutes(-2), Down("a")), At(Noon.AddMinutes(-1), Down("a"))], Token);
        var fleet = FleetHarness.Readings(_time, east.Table, fresh.Table);
        var before = await fleet.GetAsync(Quarter);
        Assert.Equal((SourceState.Empty, FleetMember.Never), (before.Sources[1].State, before.Sources[1].Member.Began));

        await fresh.NewWriter().WriteAsync([At(Noon, Up("a"))], Token);
        _time.Advance(TimeSpan.FromSeconds(21));
        var after = await fleet.GetAsync(Quarter);

        Assert.Equal((SourceState.Read, Noon), (after.Sources[1].State, after.Sources[1].Member.Began));
        Assert.Equal(2, after.Combined.Any.Single().Find("")!.Count(0, 1440).Down);
    }

    [Fact]
    public async Task A_damaged_row_makes_its_own_source_unreadable_and_no_other()
    {
        var (east, west) = (new TestTable(await servers.AzuriteAsync(), "east"), new TestTable(await servers.AzuriteAsync(), "west"));
        await east.NewWriter().WriteAsync([At(Noon, Up("a"))], Token);
        await west.NewWriter().WriteAsync([At(Noon, Up("a"))], Token);
        var row = new Row(RowKeys.DayPart(Noon.UtcDate(), 0));
        row.Put("Data", new byte[] { 99 });
        await west.Client.UpsertEntityAsync(row.ToEntity("west"), cancellationToken: Token);

        var reading = await FleetHarness.Readings(_time, east.Table, west.Table).GetAsync(Quarter);

        Assert.Equal([SourceState.Read, SourceState.Unreadable], reading.Sources.Select(s => s.State));
    }
}
