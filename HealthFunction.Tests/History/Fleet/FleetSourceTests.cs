using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.Tests.Checks;
using HealthFunction.Tests.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History.Fleet;

/// <summary>What all who look get of sources that can and cannot be read.</summary>
public sealed class FleetSourceTests : IDisposable
{
    private static readonly TimeSpan Quarter = TimeSpan.FromDays(90);

    private readonly FakeTimeProvider _time = new(Noon.AddSeconds(30));
    private readonly CollectingLoggerProvider _log = new();
    private readonly TestMeters _meters = new();

    public void Dispose()
    {
        _log.Dispose();
        _meters.Dispose();
    }

    [Theory]
    [InlineData(5 * 3600 + 3599, nameof(SourceState.Old))]
    [InlineData(6 * 3600, nameof(SourceState.Unreadable))]
    public async Task What_was_read_stands_in_for_less_than_six_hours(int seconds, string state)
    {
        var store = Store("west");
        var fleet = Readings(store);
        await fleet.GetAsync(Quarter);
        store.IsBroken = true;
        _time.Advance(TimeSpan.FromSeconds(seconds));

        var source = (await fleet.GetAsync(Quarter)).Sources[0];

        Assert.Equal((state, Noon.AddSeconds(30), _time.GetUtcNow()), (source.State.ToString(), source.ReadAt, source.UnreadableSince));
        Assert.Equal(state == nameof(SourceState.Old) ? 1 : 0, source.Member.Days.Count);
        Assert.Equal(Noon, source.Member.Began);
    }

    [Fact]
    public async Task When_its_history_began_is_asked_for_once()
    {
        var store = Store("west");
        var fleet = Readings(store);
        await fleet.GetAsync(Quarter);
        _time.Advance(FleetReadings.Fresh);
        await fleet.GetAsync(Quarter);

        Assert.Equal(3, store.Pages);
    }

    [Fact]
    public async Task It_is_unreadable_since_the_first_reading_that_failed_until_one_succeeds()
    {
        var store = Store("west");
        var fleet = Readings(store);
        _meters.Listen();
        var found = new List<(SourceState State, DateTimeOffset? Since)>();
        foreach (var isBroken in new[] { true, true, false, true, false })
        {
            store.IsBroken = isBroken;
            var source = (await fleet.GetAsync(Quarter)).Sources[0];
            found.Add((source.State, source.UnreadableSince));
            _time.Advance(FleetReadings.Fresh);
        }

        var start = Noon.AddSeconds(30);
        Assert.Equal(
            [(SourceState.Unreadable, start), (SourceState.Unreadable, start), (SourceState.Read, null), (SourceState.Old, start.AddSeconds(60)), (SourceState.Read, null)], found);
        Assert.Equal(
            ["unavailable", "unavailable", "read", "unavailable", "read"],
            _meters.Of("healthfunction.fleet.read.duration").Select(m => m.Tags.Replace("healthfunction.fleet.source=west healthfunction.fleet.outcome=", "", StringComparison.Ordinal)));
        Assert.Equal(
            [
                "The history of west could not be read: The table service is away.",
                "The history of west can be read again",
                "The history of west could not be read: The table service is away.",
                "The history of west can be read again",
            ],
            _log.Entries.Where(entry => entry.Level >= LogLevel.Information).Select(entry => entry.Text));
    }

    [Fact]
    public async Task One_that_could_never_be_read_may_hold_anything_and_one_without_a_row_holds_nothing()
    {
        var (broken, empty) = (Store("broken"), new BreakableStore("empty", []));
        broken.IsBroken = true;

        var sources = (await Readings(broken, empty).GetAsync(Quarter)).Sources;

        Assert.Equal([(SourceState.Unreadable, FleetMember.NotKnown), (SourceState.Empty, FleetMember.Never)], sources.Select(s => (s.State, s.Member.Began)));
        Assert.Equal((null, Noon.AddSeconds(30)), (sources[0].ReadAt, sources[1].ReadAt));
    }

    [Fact]
    public async Task The_number_is_another_one_only_when_there_would_be_another_reading()
    {
        var fleet = Readings(Store("west"));
        var before = fleet.Number;
        await fleet.GetAsync(Quarter);
        var first = fleet.Number;
        _time.Advance(FleetReadings.Fresh - TimeSpan.FromMilliseconds(1));
        var still = fleet.Number;
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var due = fleet.Number;
        await fleet.GetAsync(Quarter);

        Assert.Equal((before, before, before + 1, before + 1), (first, still, due, fleet.Number));
    }

    [Fact]
    public async Task Ninety_days_are_read_for_whoever_asks_for_less_and_more_only_for_who_asks_for_more()
    {
        _time.SetUtcNow(new DateTimeOffset(2026, 3, 15, 0, 0, 30, TimeSpan.Zero));
        var fleet = Readings(Store("west"));

        // One minute more than ninety days, which is before midnight.
        Assert.Equal(new DateOnly(2025, 12, 14), (await fleet.GetAsync(TimeSpan.FromHours(1))).First);
        Assert.Equal(new DateOnly(2025, 12, 13), (await fleet.GetAsync(Quarter + TimeSpan.FromMinutes(1))).First);
        _time.Advance(FleetReadings.Fresh);
        Assert.Equal(new DateOnly(2025, 12, 14), (await fleet.GetAsync(TimeSpan.FromHours(1))).First);
    }

    [Fact]
    public async Task A_window_that_was_never_read_is_not_taken_from_what_was()
    {
        var store = Store("west");
        var fleet = Readings(store);
        await fleet.GetAsync(Quarter);
        store.IsBroken = true;

        Assert.Equal(SourceState.Old, (await fleet.GetAsync(TimeSpan.FromDays(365))).Sources[0].State);
    }

    [Fact]
    public void A_source_is_found_in_either_letter_case()
    {
        var fleet = Readings(Store("west"), Store("east"));

        Assert.Equal("east", fleet.Find("EAST")?.Name);
        Assert.Null(fleet.Find("north"));
    }

    [Fact]
    public async Task Checks_are_combined_in_the_order_of_the_newest_day_and_overall_alone_only_until_they_are()
    {
        List<Day> days = InMemory.Days([At(Noon.AddDays(-1), Up("old"), Up("b")), At(Noon, Up("b"), Up("a"))]);
        var reading = await Readings(new BreakableStore("west", days)).GetAsync(Quarter);

        var overall = reading.CombineOverall();
        Assert.Equal([""], overall.Any[^1].Series.Select(series => series.Name));
        Assert.Equal(["", "b", "a"], reading.Combined.Any[^1].Series.Select(series => series.Name));
        Assert.Equal(["", "b", "old"], reading.Combined.Any[0].Series.Select(series => series.Name));
        Assert.Same(reading.Combined, reading.Combined);
        Assert.Same(reading.Combined, reading.CombineOverall());
        Assert.Equal(["", "b"], reading.Combine(reading.Members, "b").Any[^1].Series.Select(series => series.Name));
    }

    private static BreakableStore Store(string source) => new(source, InMemory.Days([At(Noon, Up("a"))]));

    private FleetReadings Readings(params BreakableStore[] stores) => FleetHarness.Readings(_time, _meters, new LoggerFactory([_log]).CreateLogger("fleet"), stores);
}
