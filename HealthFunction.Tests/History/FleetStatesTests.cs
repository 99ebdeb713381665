using HealthFunction.History.Recent;
using HealthFunction.Tests.History.Fleet;
using HealthFunction.Tests.Telemetry;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>The metric of the service over all regions.</summary>
public sealed class FleetStatesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Noon.AddSeconds(30));
    private readonly TestMeters _meters = new();
    private readonly HeldStore _east = new("east");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task It_is_what_was_read_after_the_last_run_and_neither_the_run_nor_an_export_waits_for_a_region()
    {
        var states = Make(new DayStore("west", InMemory.Days([At(Noon, Down("a"))])), _east);
        _meters.Listen();

        await states.OnRunAsync(At(Noon, Up("a")), Token);
        _meters.Ask();
        Assert.Empty(Measured());
        Assert.False(states.Reading.IsCompleted);

        // The other region is UP.
        _east.Release();
        await states.Reading.WaitAsync(Patience.Token);
        _meters.Ask();

        Assert.Equal(["any=up 1", "any=down 0", "any=unknown 0", "any=planned 0", "all=up 0", "all=down 1", "all=unknown 0", "all=planned 0"], Measured());
    }

    [Fact]
    public async Task An_old_state_is_not_reported_any_more()
    {
        var states = Make(_east, new DayStore("west", []));
        _east.Release();
        _meters.Listen();
        await states.OnRunAsync(At(Noon, Up("a")), Token);
        await states.Reading.WaitAsync(Patience.Token);

        _time.Advance(TimeSpan.FromMinutes(6));
        _meters.Ask();

        Assert.Empty(Measured());
    }

    [Fact]
    public async Task Without_a_listener_no_region_is_read()
    {
        var states = Make(_east, new DayStore("west", []));

        await states.OnRunAsync(At(Noon, Up("a")), Token);

        Assert.True(states.Reading.IsCompleted);
        Assert.Equal(0, _east.DayReads);
    }

    [Fact]
    public void It_is_off_where_there_is_no_other_region_or_no_history_of_its_own()
    {
        Assert.False(new FleetStates(new RecentFleet(FleetHarness.Readings(_time, _east), _east), _meters, _time).IsOn);
        Assert.False(new FleetStates(new RecentFleet(FleetHarness.Readings(_time, _east), new HeldStore("own")), _meters, _time).IsOn);
        Assert.True(Make(_east, new DayStore("west", [])).IsOn);
    }

    private FleetStates Make(params HealthFunction.History.Storage.HistoryStore[] stores) =>
        new(new RecentFleet(FleetHarness.Readings(_time, stores), stores[0]), _meters, _time);

    private IEnumerable<string> Measured() => _meters.Of("healthfunction.fleet.state").Select(m =>
    {
        var tags = m.Tags.Split(' ').Select(tag => tag.Split('=')[1]).ToList();
        return $"{tags[0]}={tags[1]} {m.Value}";
    });
}
