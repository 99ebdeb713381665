using HealthFunction.Checks;
using HealthFunction.History.Days;
using HealthFunction.History.Runs;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>How a day is spread over rows.</summary>
public sealed class DayRowsTests
{
    private static readonly DateOnly Date = new(2026, 3, 14);

    [Fact]
    public void Thirty_one_checks_and_the_overall_series_are_one_row_and_one_check_more_begins_a_second()
    {
        var day = new Day(Date, []);
        var first = day.Add(At(Noon, Checks(0, 31)));
        Assert.Equal([0], first.Select(part => part.Number));
        Assert.Equal(32, Assert.Single(day.Parts).Series.Count);

        day.Add(At(Noon.AddMinutes(1), Checks(0, 32)));

        Assert.Equal([(0, 32), (1, 1)], day.Parts.Select(part => (part.Number, part.Series.Count)));
    }

    [Fact]
    public void Only_the_rows_that_a_run_changed_are_to_be_written()
    {
        var day = new Day(Date, []);
        day.Add(At(Noon, Checks(0, 40)));

        Assert.Equal([0], day.Add(At(Noon.AddMinutes(1), Up("c0"))).Select(part => part.Number));
        Assert.Equal([0, 1], day.Add(At(Noon.AddMinutes(2), Up("c39"))).Select(part => part.Number).Order());
    }

    [Fact]
    public void A_new_row_takes_no_number_of_one_that_is_there_or_is_set_aside()
    {
        var day = new Day(Date, [], setAside: [0, 2]);
        day.Add(At(Noon, Checks(0, 70)));

        Assert.Equal([1, 3, 4], day.Parts.Select(part => part.Number));
    }

    [Fact]
    public void A_row_with_room_is_filled_before_a_new_one_begins()
    {
        var day = new Day(Date, [Part(3, "a"), Part(1, "b")]);
        day.Add(At(Noon, Up("new")));

        Assert.Equal([1, 3], day.Parts.Select(part => part.Number));
        Assert.Contains("new", day.Parts[0].Series.Select(series => series.Name));
    }

    [Fact]
    public void The_same_series_in_several_rows_is_one_and_what_is_added_to_it_counts_once()
    {
        var day = new Day(Date, [Part(0, "a"), Part(1, "a"), Part(2, "a")]);
        Assert.Equal((3, 3), (day.Find("a")!.Runs.Up, day.Find("a")!.Latency.Count));

        day.Add(At(Noon, Down("a")));

        Assert.Equal((3, 1), (day.Find("a")!.Runs.Up, day.Find("a")!.Runs.Down));
        Assert.Equal(MinuteState.Down, day.Find("a")!.Minutes[720]);
        Assert.Equal([1, 0, 0], day.Parts.Select(part => part.Series[0].Runs.Down));
        Assert.Equal("connection refused", day.Find("a")!.Errors[720]);
    }

    [Fact]
    public void Rows_with_the_same_series_add_up_minute_by_minute_and_run_by_run()
    {
        var (one, other) = (Part(0, "a"), Part(1, "a"));
        one.Series[0].Add(9, MinuteState.Unknown, TimeSpan.Zero, "no credential");
        one.Series[0].Add(10, MinuteState.Down, TimeSpan.Zero, "timed out after 2000 ms");
        other.Series[0].Add(0, MinuteState.Down, TimeSpan.Zero, "connection refused");
        other.Series[0].Add(1439, MinuteState.Unknown, TimeSpan.Zero, "no credential", isPlanned: true);

        var day = new Day(Date, [one, other]).Find("a")!;

        Assert.Equal(
            [MinuteState.Down, MinuteState.Up, MinuteState.Unknown, MinuteState.Unknown],
            new[] { 0, 1, 9, 1439 }.Select(minute => day.Minutes[minute]));
        Assert.Equal(["connection refused", "no credential", "no credential"], new[] { 0, 9, 1439 }.Select(minute => day.Errors[minute]));
        Assert.Equal((false, true), (day.IsPlanned(9), day.IsPlanned(1439)));
        Assert.Equal(new RunCounts(Up: 2, Unknown: 2, Down: 2), day.Runs);
        Assert.Equal(6, day.Runs.Total);
    }

    [Fact]
    public void What_a_run_saw_of_peers_is_in_a_row_that_it_changed()
    {
        var day = new Day(Date, [Part(0, "b")]);

        var changed = day.Add(At(Noon, Up("a")) with { Peers = [new SeenPeer("east", PeerState.Unreachable)] });

        Assert.Equal(PeerState.Unreachable, day.FindPeer("east")![720]);
        Assert.Contains(changed, part => part.Peers.Exists(peer => peer.Source == "east"));
    }

    [Fact]
    public void A_peer_goes_into_the_first_row_even_if_that_is_full_of_series()
    {
        var day = new Day(Date, []);
        day.Add(At(Noon, Checks(0, 40)));

        Assert.Same(day.Parts[0], day.Saw("east", 5, PeerState.Reached));
    }

    [Fact]
    public void A_peer_stays_in_the_row_that_has_it_and_goes_into_the_first_otherwise()
    {
        var day = new Day(Date, [Part(0, "a"), Part(1, "b")]);
        day.Parts[1].Peers.Add(new PeerMinutes("east"));

        Assert.Same(day.Parts[1], day.Saw("east", 5, PeerState.Reached));
        Assert.Same(day.Parts[0], day.Saw("west", 5, PeerState.Reached));
        Assert.Same(day.Parts[0], day.Saw("west", 6, PeerState.Unreachable));
        Assert.Equal((1, 1), (day.Parts[0].Peers.Count, day.Parts[1].Peers.Count));
        Assert.Equal((PeerState.Reached, PeerState.Unreachable), (day.Parts[0].Peers[0][5], day.Parts[0].Peers[0][6]));
        Assert.Equal(["east", "west"], day.Peers.Select(peer => peer.Source).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_peer_of_a_day_without_rows_begins_one()
    {
        var day = new Day(Date, []);

        Assert.Equal(0, day.Saw("east", 5, PeerState.Reached).Number);
        Assert.Single(day.Parts);
    }

    [Fact]
    public void What_is_not_there_is_not_found()
    {
        var day = new Day(Date, [Part(0, "a")]);

        Assert.Null(day.Find("b"));
        Assert.Null(day.FindPeer("east"));
        Assert.Empty(day.SetAside);
    }

    [Theory]
    [InlineData(nameof(PlannedKind.None), false, false, false)]
    [InlineData(nameof(PlannedKind.Drained), false, true, false)]
    [InlineData(nameof(PlannedKind.Maintenance), false, true, true)]
    [InlineData(nameof(PlannedKind.None), true, false, true)]
    public void A_drain_plans_the_overall_minute_and_maintenance_those_of_the_checks_too(string kind, bool isPlanned, bool overall, bool check)
    {
        var day = new Day(Date, []);
        day.Add(At(Noon, Down("a") with { IsPlanned = isPlanned }) with { Planned = Enum.Parse<PlannedKind>(kind) });

        Assert.Equal((overall, check), (day.Find(DaySeries.Overall)!.IsPlanned(720), day.Find("a")!.IsPlanned(720)));
    }

    [Fact]
    public void An_outcome_that_is_given_again_is_a_run_and_no_answer()
    {
        var day = new Day(Date, []);
        day.Add(At(Noon, Up("a") with { Age = TimeSpan.FromMinutes(1) }));
        day.Add(At(Noon.AddMinutes(1), Up("a")));

        Assert.Equal((2, 1), (day.Find("a")!.Runs.Up, day.Find("a")!.Latency.Count));
    }

    [Fact]
    public void States_and_verdicts_are_the_same_three_words()
    {
        Assert.Equal([MinuteState.Up, MinuteState.Down, MinuteState.Unknown], new[] { Verdict.Up, Verdict.Down, Verdict.Unknown }.Select(v => v.ToMinuteState()));
        Assert.Equal([Verdict.Up, Verdict.Down, Verdict.Unknown], new[] { MinuteState.Up, MinuteState.Down, MinuteState.Unknown }.Select(s => s.ToVerdict()));
    }

    private static RecordedCheck[] Checks(int from, int to) => [.. Enumerable.Range(from, to - from).Select(i => Up($"c{i}"))];

    private static DayPart Part(int number, string name)
    {
        var series = new DaySeries(name);
        series.Add(number, MinuteState.Up, TimeSpan.FromMilliseconds(1), null);
        return new DayPart(number) { Series = [series] };
    }
}
