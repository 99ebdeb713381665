using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.History.Runs;
using HealthFunction.History.Uptime;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History.Fleet;

public sealed class FleetCombinerTests
{
    private static readonly DateTimeOffset Midnight = Noon.AddHours(-12);

    /// <summary>The table of docs/fleet.md: one column for each region and the two series. U is UP, D DOWN, ? UNKNOWN, p planned, - missing.</summary>
    [Theory]
    [InlineData("UUU", "U", "U")]
    [InlineData("UDD", "U", "D")]
    [InlineData("U--", "U", "-")]
    [InlineData("U??", "U", "?")]
    [InlineData("Upp", "U", "p")]
    [InlineData("DDD", "D", "D")]
    [InlineData("DD-", "-", "D")]
    [InlineData("DD?", "?", "D")]
    [InlineData("DDp", "D", "D")]
    [InlineData("D?-", "-", "D")]
    [InlineData("Dpp", "D", "D")]
    [InlineData("?pp", "?", "?")]
    [InlineData("-pp", "-", "-")]
    [InlineData("-??", "-", "-")]
    [InlineData("???", "?", "?")]
    [InlineData("ppp", "p", "p")]
    [InlineData("---", "-", "-")]
    public void A_minute_is_in_one_state_by_the_rule_in_whatever_order_the_regions_are_named(string regions, string any, string all)
    {
        foreach (var order in new[] { regions, string.Concat(regions.Reverse()), regions[1..] + regions[0] })
        {
            var days = Combine([.. order.Select((state, i) => Member($"r{i}", Minute(state)))]);

            Assert.Equal((any, all), (StateAtNoon(days.Any, ""), StateAtNoon(days.All, "")));
        }
    }

    [Fact]
    public void A_region_that_is_killed_for_five_minutes_has_five_minutes_of_outage_that_its_peers_saw()
    {
        var killed = Day([.. Runs(0, 60).Where(run => run.Time < Noon.AddMinutes(20) || run.Time >= Noon.AddMinutes(25))]);
        var watching = Day(Runs(0, 60));
        for (var minute = 0; minute < 60; minute++)
        {
            watching.Saw("west", 720 + minute, minute is >= 20 and < 25 ? PeerState.Unreachable : PeerState.Reached);
        }

        var days = Combine([Member("west", killed), Member("east", watching)]);

        var west = Hour(days.Members[0].Days);
        Assert.Equal((55, 5, 0), (west.Counts.Up, west.Counts.Down, west.Missing));
        Assert.Equal("unreachable, seen by east", Assert.Single(west.Incidents).Error);
        Assert.Equal((60, 0), (Hour(days.Any).Counts.Up, Hour(days.Any).Counts.Down));
        Assert.Equal("west: unreachable, seen by east", Assert.Single(Hour(days.All).Incidents).Error);
    }

    [Theory]
    [InlineData(nameof(PeerState.Unreachable), nameof(PeerState.Unreachable), "D")]
    [InlineData(nameof(PeerState.Unreachable), nameof(PeerState.NotWatched), "D")]
    [InlineData(nameof(PeerState.Unreachable), nameof(PeerState.CannotBeWatched), "D")]
    [InlineData(nameof(PeerState.Unreachable), nameof(PeerState.Reached), "-")]
    [InlineData(nameof(PeerState.CannotBeWatched), nameof(PeerState.CannotBeWatched), "-")]
    [InlineData(nameof(PeerState.Reached), nameof(PeerState.NotWatched), "-")]
    public void A_region_without_a_record_is_down_only_where_no_watcher_reached_it(string east, string asia, string state)
    {
        var days = Combine([Member("west", Day([At(Noon.AddMinutes(-1), Up("a"))])), Watcher("east", Enum.Parse<PeerState>(east)), Watcher("asia", Enum.Parse<PeerState>(asia))]);

        Assert.Equal(state, StateAtNoon(days.Members[0].Days, ""));
    }

    [Fact]
    public void A_minute_that_is_down_says_which_region_and_how_many_more()
    {
        var (west, east) = (Day([At(Noon, Down("a", "timed out"))]), Day([At(Noon, Down("a"))]));
        var silent = Day([At(Noon, Down("a")) with { Error = null }]);

        Assert.Equal("west: a: timed out", ErrorAtNoon(Member("west", west), Member("east", Minute('U'))));
        Assert.Equal("west: a: timed out (and 1 more)", ErrorAtNoon(Member("west", west), Member("east", east)));
        Assert.Equal("east: a: connection refused (and 2 more)", ErrorAtNoon(Member("up", Minute('U')), Member("east", east), Member("west", west), Member("silent", silent)));
        Assert.Equal("silent: DOWN", ErrorAtNoon(Member("silent", silent)));
        Assert.Equal("silent: DOWN (and 1 more)", ErrorAtNoon(Member("silent", silent), Member("west", west)));
    }

    [Fact]
    public void Each_minute_of_an_outage_has_the_text_of_its_own_cause()
    {
        var west = Day([At(Noon, Down("a", "timed out")), At(Noon.AddMinutes(1), Down("a")), At(Noon.AddMinutes(2), Down("a")), At(Noon.AddMinutes(3), Up("a"))]);
        var east = Day([At(Noon, Up("a")), At(Noon.AddMinutes(1), Up("a")), At(Noon.AddMinutes(2), Down("a")), At(Noon.AddMinutes(3), Down("a"))]);

        var errors = Combine([Member("west", west), Member("east", east)]).All.Single().Find("")!.Errors;

        Assert.Equal(
            ["west: a: timed out", "west: a: connection refused", "west: a: connection refused (and 1 more)", "east: a: connection refused", null],
            Enumerable.Range(720, 5).Select(minute => errors[minute]));
    }

    [Fact]
    public void Latencies_of_all_regions_are_those_of_both_series()
    {
        var days = Combine([Member("west", Minute('U')), Member("east", Minute('U')), Member("asia", Minute('D'))]);

        Assert.Equal((2, 2), (days.Any.Single().Find("a")!.Latency.Count, days.All.Single().Find("a")!.Latency.Count));
    }

    [Fact]
    public void The_own_record_wins_over_what_others_saw() =>
        Assert.Equal("U", StateAtNoon(Combine([Member("west", Minute('U')), Watcher("east", PeerState.Unreachable)]).Members[0].Days, ""));

    [Fact]
    public void That_a_region_cannot_be_reached_says_nothing_of_its_checks()
    {
        var days = Combine([Member("west", Day([At(Noon.AddMinutes(-1), Up("a"))])), Watcher("east", PeerState.Unreachable)]);

        Assert.Equal(("D", "-"), (StateAtNoon(days.Members[0].Days, ""), StateAtNoon(days.Members[0].Days, "a")));
    }

    [Fact]
    public void A_region_counts_for_the_checks_that_it_has_and_in_a_gap_for_those_that_it_had_last()
    {
        var west = Day([At(Noon.AddMinutes(-2), Up("a"), Up("b")), At(Noon.AddMinutes(-1), Up("a"))]);
        var days = Combine([Member("west", west), Member("east", Day([At(Noon, Down("a"), Down("b"))]))]);

        Assert.Equal(("-", "D"), (StateAtNoon(days.Any, "a"), StateAtNoon(days.Any, "b")));
    }

    [Fact]
    public void A_region_is_no_member_before_it_began_and_one_that_cannot_be_read_may_always_have_been_one()
    {
        var east = Member("east", Minute('D'));

        Assert.Equal("D", StateAtNoon(Combine([east, new FleetMember("new", [], Noon.AddMinutes(1))]).Any, ""));
        Assert.Equal("D", StateAtNoon(Combine([east, new FleetMember("empty", [], FleetMember.Never)]).Any, ""));
        Assert.Equal("-", StateAtNoon(Combine([east, new FleetMember("old", [], Noon)]).Any, ""));
        Assert.Equal("-", StateAtNoon(Combine([east, new FleetMember("unread", [], FleetMember.NotKnown)]).Any, ""));
        Assert.Equal("-", StateAtNoon(Combine([east, new FleetMember("unread", [], FleetMember.NotKnown)]).Any, "a"));
    }

    /// <summary>The example of docs/fleet.md.</summary>
    [Fact]
    public void The_worked_example_comes_out_as_it_is_written()
    {
        var west = Day([.. Range(0, 10, Up("a")), .. Range(10, 20, Down("a")), .. Range(30, 60, Up("a"))]);
        var east = Day([.. Range(0, 12, Up("a")), .. Range(12, 15, Down("a")), .. Range(22, 60, Up("a"))]);
        var asia = Day([
            .. Range(0, 14, Up("a")), .. Range(14, 17, Unknown("a")), .. Range(17, 40, Down("a")).Select(run => run with { Planned = PlannedKind.Maintenance }),
            .. Range(40, 60, Up("a"))]);
        foreach (var minute in Enumerable.Range(0, 60).Where(minute => minute is < 20 or >= 30))
        {
            west.Saw("east", 720 + minute, minute is >= 15 and < 20 ? PeerState.Unreachable : PeerState.Reached);
        }

        var days = Combine([Member("west", west), Member("east", east), Member("asia", asia)]);

        var (any, all) = (Hour(days.Any), Hour(days.All));
        Assert.Equal((52, 3, 3, 0, 2), (any.Counts.Up, any.Counts.Down, any.Counts.Unknown, any.Counts.Planned, any.Missing));
        Assert.Equal((30, 10, 0, 10, 10), (all.Counts.Up, all.Counts.Down, all.Counts.Unknown, all.Counts.Planned, all.Missing));
    }

    private static string StateAtNoon(IReadOnlyList<Day> days, string name) =>
        days.SingleOrDefault(day => day.Date == Noon.UtcDate())?.Find(name) is not { } series ? "-"
        : series.IsPlanned(720) ? "p"
        : series.Minutes[720] switch { MinuteState.Up => "U", MinuteState.Down => "D", MinuteState.Unknown => "?", _ => "-" };

    private static string? ErrorAtNoon(params FleetMember[] members) => Combine(members).All.Single().Find("")!.Errors[720];

    private static UptimeFigures Hour(IReadOnlyList<Day> days) =>
        new UptimeCalculator(days, null).Compute(Period.TryParse("1h")!, Noon.AddHours(1)).Overall;

    private static FleetDays Combine(params FleetMember[] members) =>
        new FleetCombiner(members, Midnight.UtcDate(), Midnight.UtcDate()).Combine(["a", "b"]);

    private static FleetMember Member(string name, Day day) => new(name, [day], Midnight);

    private static FleetMember Watcher(string name, PeerState state)
    {
        var day = Minute('U');
        if (state != PeerState.NotWatched)
        {
            day.Saw("west", 720, state);
        }

        return Member(name, day);
    }

    private static Day Minute(char state) => state switch
    {
        'U' => Day([At(Noon, Up("a"))]),
        'D' => Day([At(Noon, Down("a"))]),
        '?' => Day([At(Noon, Unknown("a"))]),
        'p' => Day([At(Noon, Down("a")) with { Planned = PlannedKind.Maintenance }]),
        _ => Day([At(Noon.AddMinutes(-1), Up("a"))]),
    };

    private static RecordedRun[] Runs(int from, int to) => Range(from, to, Up("a"));

    private static RecordedRun[] Range(int from, int to, RecordedCheck check) =>
        [.. Enumerable.Range(from, to - from).Select(minute => At(Noon.AddMinutes(minute), check))];

    private static Day Day(IEnumerable<RecordedRun> runs) => InMemory.Days(runs).Single();
}
