using HealthFunction.History.Fleet;
using HealthFunction.History.Recent;
using HealthFunction.Testing;
using HealthFunction.Tests.History.Fleet;
using HealthFunction.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>The data of the page of several regions, while some answer and some do not.</summary>
public sealed class RecentFleetTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Noon.AddSeconds(30));
    private readonly HeldStore _west = new("west");
    private readonly HeldStore _east = new("east");
    private readonly TestMeters _meters = new();

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task However_many_readers_there_are_each_table_is_read_once_and_the_view_is_made_once()
    {
        var (fleet, history) = Make();
        _west.Release();
        _east.Release();

        var views = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () => (await fleet.GetAsync(), await history.GetAsync()))));

        Assert.All(views, view => Assert.Same(views[0].Item1, view.Item1));
        Assert.All(views, view => Assert.Same(views[0].Item2, view.Item2));
        Assert.Equal((1, 1), (_west.DayReads, _east.DayReads));
        Assert.Equal(HistoryState.Read, views[0].Item2.State);
        Assert.Equal(["west", "east"], views[0].Item1!.Regions.Select(region => region.Source));
    }

    [Fact]
    public async Task A_region_that_does_not_answer_is_waited_for_once_and_then_shown_as_unreadable()
    {
        var (fleet, history) = Make();
        _west.Release();

        var (asking, own) = (fleet.GetAsync().AsTask(), history.GetAsync().AsTask());
        await PassDeadlineAsync();

        var view = await asking.WaitAsync(Patience.Token);
        Assert.Equal([SourceState.Read, SourceState.Unreadable], view!.Regions.Select(region => region.Reading));
        Assert.Equal(HistoryState.Read, (await own.WaitAsync(Patience.Token)).State);

        // While the reading is kept there is no other wait: no clock moves here.
        Assert.Same(view, await fleet.GetAsync());
    }

    [Fact]
    public async Task The_own_history_that_cannot_be_read_says_so_and_the_others_are_shown()
    {
        var (fleet, history) = Make();
        _east.Release();

        var asking = fleet.GetAsync().AsTask();
        await PassDeadlineAsync();

        Assert.Equal([SourceState.Unreadable, SourceState.Read], (await asking.WaitAsync(Patience.Token))!.Regions.Select(region => region.Reading));
        Assert.Equal(HistoryState.Unavailable, (await history.GetAsync()).State);
    }

    [Fact]
    public async Task Without_other_regions_there_is_no_fleet_and_its_reading_is_not_used()
    {
        var fleet = new RecentFleet(FleetHarness.Readings(_time, _west), _west);

        Assert.Null(await fleet.GetAsync());
        Assert.Null(fleet.Readings);
        Assert.Equal(0, _west.DayReads);
    }

    private (RecentFleet Fleet, RecentHistory History) Make()
    {
        var fleet = new RecentFleet(FleetHarness.Readings(_time, _meters, NullLogger.Instance, _west, _east), _west);
        _meters.Listen();
        var builder = new HistoryViewBuilder(new Dictionary<string, IReadOnlyList<string>>());
        return (fleet, new RecentHistory(_west, builder, _time, NullLogger<RecentHistory>.Instance, fleet.Readings));
    }

    /// <summary>Moves the clock to the deadline when all regions are asked and one of them has answered.</summary>
    private async Task PassDeadlineAsync()
    {
        await Until.TrueAsync(() => _west.DayReads + _east.DayReads == 2, "both are asked");
        await Until.TrueAsync(() => _meters.Of("healthfunction.fleet.read.duration").Count() == 1, "one has answered");
        _time.Advance(FleetReadings.MaxWait);
    }
}
