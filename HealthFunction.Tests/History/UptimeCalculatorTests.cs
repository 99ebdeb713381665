using CsCheck;
using HealthFunction.History.Days;
using HealthFunction.History.Runs;
using HealthFunction.History.Uptime;
using static HealthFunction.Tests.History.InMemory;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

public sealed class UptimeCalculatorTests
{
    private static readonly Period Day = Period.TryParse("24h")!;

    [Fact]
    public void The_worked_example_of_the_manual_comes_out_as_written()
    {
        // docs/history.md, "A worked example": 24 hours up to noon, a maintenance window from 22:00 to 23:00 with DOWN until 22:45,
        // recording stopped from 02:00 to 03:30, DOWN from 08:00 to 08:12, UNKNOWN from 10:00 to 10:03, slow from 11:00 on.
        var runs = Minutes(1440, minute => minute switch
        {
            >= 600 and < 645 => Down("a"),
            >= 840 and < 930 => null,
            >= 1200 and < 1212 => Down("a"),
            >= 1320 and < 1323 => Unknown("a"),
            >= 1380 => Degraded("a"),
            _ => Up("a"),
        });
        var uptime = Compute(Plan(runs, 600, 660, PlannedKind.Maintenance));

        Assert.Equal(new MinuteCounts(1290, 3, 12, 45, 60), uptime.Counts);
        Assert.Equal(90, uptime.Missing);
        Assert.Equal(1395, uptime.Counted);
        Assert.Equal(99.07834, uptime.Estimate!.Value * 100, 5);
        Assert.Equal(92.47312, uptime.LowerBound!.Value * 100, 5);
        Assert.Equal(99.13978, uptime.UpperBound!.Value * 100, 5);
        Assert.Equal(93.33333, uptime.Coverage!.Value * 100, 5);
        Assert.Equal(4.60829, uptime.DegradedShare!.Value * 100, 5);
        var incident = Assert.Single(uptime.Incidents);
        Assert.Equal(Noon.AddHours(-4), incident.Start);
        Assert.Equal(12, incident.Minutes);
        Assert.False(incident.IsOngoing);
        Assert.Equal("connection refused", incident.Error);
    }

    [Fact]
    public void A_window_without_data_has_no_uptime_and_not_0_or_100()
    {
        var uptime = Compute([]);
        Assert.True(uptime.HasNoData);
        Assert.Null(uptime.Estimate);
        Assert.Null(uptime.LowerBound);
        Assert.Null(uptime.UpperBound);
        Assert.Null(uptime.Since);
        Assert.Equal(1440, uptime.Missing);
        Assert.Null(uptime.Latency.Quantile(0.5));
    }

    [Fact]
    public void A_window_of_unknown_minutes_only_is_anything_from_0_to_100()
    {
        var uptime = Compute(Minutes(1440, _ => Unknown("a")));
        Assert.False(uptime.HasNoData);
        Assert.Null(uptime.Estimate);
        Assert.Equal(0, uptime.LowerBound);
        Assert.Equal(1, uptime.UpperBound);
        Assert.Equal(0.0, uptime.Coverage);
    }

    [Fact]
    public void A_window_of_planned_minutes_only_has_nothing_to_be_a_share_of()
    {
        var uptime = Compute(Plan(Minutes(1440, _ => Down("a")), 0, 1440, PlannedKind.Maintenance));
        Assert.Equal(new MinuteCounts(0, 0, 0, 1440), uptime.Counts);
        Assert.Equal((1440, 0, false), (uptime.Total, uptime.Counted, uptime.HasNoData));
        Assert.Null(uptime.Estimate);
        Assert.Null(uptime.LowerBound);
        Assert.Null(uptime.UpperBound);
        Assert.Null(uptime.Coverage);
        Assert.Empty(uptime.Incidents);
    }

    [Fact]
    public void Minutes_of_a_maintenance_window_that_are_up_are_up() =>
        Assert.Equal(new MinuteCounts(60, 0, 0), Compute(Plan(Minutes(60, _ => Up("a")), 0, 60, PlannedKind.Maintenance)).Counts);

    [Fact]
    public void While_drained_the_deployment_is_planned_to_be_down_and_a_dependency_that_fails_has_failed()
    {
        var runs = Minutes(60, minute => minute < 10 ? Down("a") : Up("a"))
            .Select(run => run with { Status = HealthFunction.Checks.Verdict.Down, Error = "drained: upgrade", Planned = PlannedKind.Drained });
        var window = Calculator([.. runs]).Compute(Day, Noon);

        Assert.Equal(new MinuteCounts(0, 0, 0, 60), window.Overall.Counts);
        Assert.Empty(window.Overall.Incidents);
        Assert.Equal(new MinuteCounts(50, 0, 10), window.Checks.Single().Value.Counts);
        Assert.Equal(10, Assert.Single(window.Checks.Single().Value.Incidents).DownMinutes);
    }

    [Fact]
    public void Planned_minutes_neither_begin_an_incident_nor_end_one()
    {
        // DOWN from 5, planned from 10 to 20 (UNKNOWN from 15), DOWN again until 22; much later DOWN in a plan only.
        var runs = Minutes(60, minute => minute switch
        {
            >= 5 and < 15 or >= 20 and < 22 or >= 40 and < 45 => Down("a"),
            >= 15 and < 20 => Unknown("a"),
            _ => Up("a"),
        });
        var incident = Assert.Single(Compute(Plan(Plan(runs, 10, 20, PlannedKind.Maintenance), 40, 45, PlannedKind.Maintenance)).Incidents);

        Assert.Equal(Noon.AddMinutes(5 - 60), incident.Start);
        Assert.Equal((17, 7, false), (incident.Minutes, incident.DownMinutes, incident.IsOngoing));
    }

    [Fact]
    public void An_incident_that_turns_into_a_plan_goes_on_until_something_is_up()
    {
        var down = Minutes(20, minute => minute < 5 ? Up("a") : Down("a"));
        var incident = Assert.Single(Compute(Plan(down, 10, 20, PlannedKind.Maintenance)).Incidents);
        Assert.Equal((5, 5, true), (incident.Minutes, incident.DownMinutes, incident.IsOngoing));

        var recovered = Minutes(20, minute => minute is < 5 or >= 15 ? Up("a") : Down("a"));
        incident = Assert.Single(Compute(Plan(recovered, 10, 20, PlannedKind.Maintenance)).Incidents);
        Assert.Equal((5, 5, false), (incident.Minutes, incident.DownMinutes, incident.IsOngoing));
    }

    [Fact]
    public void Every_minute_of_a_window_is_counted_once_whatever_was_planned() =>
        RandomRuns.Of(80).Sample(runs =>
        {
            var window = Calculator(runs).Compute(Period.TryParse("3h")!, new DateTimeOffset(2026, 3, 15, 0, 45, 0, TimeSpan.Zero));
            foreach (var uptime in window.Checks.Select(check => check.Value).Append(window.Overall))
            {
                var counts = uptime.Counts;
                Assert.Equal(180, counts.Up + counts.Down + counts.Unknown + counts.Planned + uptime.Missing);
                Assert.Equal(180, uptime.Total);
                if (uptime.LowerBound is { } lower)
                {
                    Assert.InRange(uptime.Estimate ?? lower, lower - 1e-12, uptime.UpperBound!.Value + 1e-12);

                    // The unknown share is exactly what lies between the bounds.
                    Assert.Equal(1 - uptime.Coverage!.Value, uptime.UpperBound.Value - lower, 1e-12);
                }
            }
        });

    [Fact]
    public void Degraded_minutes_and_their_share_are_what_a_recount_finds() =>
        Gen.Select(RandomRuns.Of(80), Gen.Int[1, 60], Gen.Int[-90, 90]).Sample((runs, hours, end) =>
        {
            var to = new DateTimeOffset(2026, 3, 15, 0, 0, 0, TimeSpan.Zero).AddMinutes(end);
            var from = to.AddHours(-hours);
            var byMinute = runs.ToLookup(run => run.Time.ToUtcMinute());
            var window = Calculator(runs).Compute(Period.TryParse($"{hours}h")!, to.AddSeconds(30));
            foreach (var (name, uptime) in window.Checks.Append(new(DaySeries.Overall, window.Overall)))
            {
                int up = 0, down = 0, degraded = 0;
                for (var minute = from; minute < to; minute = minute.AddMinutes(1))
                {
                    var results = byMinute[minute]
                        .SelectMany(run => name == DaySeries.Overall
                            ? [(run.Status, run.Degraded, IsPlanned: run.Planned != PlannedKind.None)]
                            : run.Checks.Where(c => c.Name == name).Select(c => (c.Verdict, c.Degraded, IsPlanned: run.Planned == PlannedKind.Maintenance)))
                        .ToList();
                    var failures = results.Where(r => r.Item1 == HealthFunction.Checks.Verdict.Down).ToList();
                    if (failures.Exists(r => !r.IsPlanned))
                    {
                        down++;
                    }
                    else if (results.Count > 0 && results.TrueForAll(r => r.Item1 == HealthFunction.Checks.Verdict.Up))
                    {
                        up++;
                        degraded += results.Exists(r => r.Degraded is not null) ? 1 : 0;
                    }
                }

                Assert.Equal((up, down, degraded), (uptime.Counts.Up, uptime.Counts.Down, uptime.Counts.Degraded));
                Assert.Equal(up + down == 0 ? null : (double)degraded / (up + down), uptime.DegradedShare);
            }
        });

    [Fact]
    public void A_window_ends_with_the_last_whole_minute_and_starts_its_length_before()
    {
        var window = Calculator([At(Noon.AddMinutes(-1440), Up("a")), At(Noon.AddMinutes(-1441), Up("a")), At(Noon, Up("a"))])
            .Compute(Day, Noon.AddSeconds(59));
        Assert.Equal(Noon.AddDays(-1), window.From);
        Assert.Equal(Noon, window.To);
        Assert.Equal(1, window.Overall.Counts.Up);
        Assert.Equal(Noon.AddDays(-1), window.Overall.Since);
    }

    [Fact]
    public void Minutes_of_no_data_and_of_unknown_do_not_end_an_incident()
    {
        var uptime = Compute(Minutes(20, minute => minute switch
        {
            5 or 6 => Down("a", "timed out after 2000 ms"),
            7 or 8 => null,
            9 => Unknown("a"),
            10 => Down("a"),
            _ => Up("a"),
        }));
        var incident = Assert.Single(uptime.Incidents);
        Assert.Equal(6, incident.Minutes);
        Assert.Equal(3, incident.DownMinutes);
        Assert.Equal("timed out after 2000 ms", incident.Error);
    }

    [Fact]
    public void An_incident_is_ongoing_until_something_is_up_again()
    {
        var uptime = Compute(Minutes(20, minute => minute < 15 ? Up("a") : minute < 18 ? Down("a") : Unknown("a")));
        var incident = Assert.Single(uptime.Incidents);
        Assert.True(incident.IsOngoing);
        Assert.Equal(Noon.AddMinutes(-3), incident.LastDown);
    }

    [Fact]
    public void An_incident_of_a_check_that_was_removed_is_over()
    {
        var runs = Minutes(20, minute => minute < 5 ? Down("a") : Up("b"));
        Assert.False(Assert.Single(Compute(runs).Incidents).IsOngoing);
    }

    [Fact]
    public void An_incident_that_began_before_the_window_keeps_its_start_and_one_that_ended_before_is_left_out()
    {
        var runs = Minutes(3 * 60, minute => minute is (>= 10 and < 20) or (>= 100 and < 130) ? Down("a") : Up("a"));
        var uptime = Calculator(runs).Compute(Period.TryParse("1h")!, Noon).Checks.Single().Value;
        var incident = Assert.Single(uptime.Incidents);
        Assert.Equal(Noon.AddMinutes(-80), incident.Start);
        Assert.Equal(30, incident.Minutes);
        Assert.Equal(10, uptime.Counts.Down);
    }

    [Fact]
    public void An_incident_over_midnight_is_one() =>
        Assert.Equal(60, Assert.Single(Compute(Minutes(1440, minute => minute is >= 690 and < 750 ? Down("a") : Up("a"))).Incidents).Minutes);

    [Fact]
    public void Checks_come_in_the_order_of_the_latest_day_and_checks_of_earlier_days_after()
    {
        var calculator = Calculator([At(Noon.AddDays(-1), Up("gone"), Up("b")), At(Noon.AddMinutes(-1), Up("c"), Up("b"))]);
        Assert.Equal(["c", "b", "gone"], calculator.Checks);
    }

    [Fact]
    public void Minutes_and_incidents_are_what_a_recount_finds() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 4000]).Array[0, 40].Sample(spans =>
        {
            // Spans of one state after the other, up to noon, over a few days.
            var states = spans.SelectMany(span => Enumerable.Repeat(span.Item1 % 4, 1 + (span.Item2 / 20))).ToArray();
            var runs = Minutes(states.Length, minute => states[minute] switch { 0 => null, 1 => Up("a"), 2 => Unknown("a"), _ => Down("a") });
            var window = states.TakeLast(1440).ToArray();

            var uptime = Compute(runs);
            Assert.Equal(window.Count(s => s == 1), uptime.Counts.Up);
            Assert.Equal(window.Count(s => s == 2), uptime.Counts.Unknown);
            Assert.Equal(window.Count(s => s == 3), uptime.Counts.Down);
            Assert.Equal(1440, uptime.Total);

            var incidents = string.Concat(states).Split('1').Select(part => part.Trim('0', '2')).Where(part => part.Length > 0).Reverse().ToList();
            var found = Calculator(runs).Compute(Period.TryParse("400d")!, Noon).Checks.SingleOrDefault().Value?.Incidents ?? [];
            Assert.Equal(incidents.Select(part => part.Length), found.Select(incident => incident.Minutes));
            Assert.Equal(incidents.Select(part => part.Count(c => c == '3')), found.Select(incident => incident.DownMinutes));
        });

    private static UptimeFigures Compute(IReadOnlyList<RecordedRun> runs) =>
        new UptimeCalculator(Days(runs), "a").Compute(Day, Noon).Checks.Single().Value;

    private static UptimeCalculator Calculator(IReadOnlyList<RecordedRun> runs) => new(Days(runs), null);

    /// <summary>
    /// The runs with a mark on those from the first minute up to but not including the second, of those that <see cref="Minutes"/>
    /// counts.
    /// </summary>
    private static List<RecordedRun> Plan(List<RecordedRun> runs, int from, int to, PlannedKind kind)
    {
        var start = Noon.AddMinutes(-(int)Math.Round((Noon - runs[0].Time).TotalMinutes));
        return [.. runs.Select(run => run.Time >= start.AddMinutes(from) && run.Time < start.AddMinutes(to) ? run with { Planned = kind } : run)];
    }

    /// <summary>One run in each of the last minutes before noon; none where there is no result.</summary>
    private static List<RecordedRun> Minutes(int count, Func<int, RecordedCheck?> result) =>
        [.. Enumerable.Range(0, count)
            .Select(minute => result(minute) is { } check ? At(Noon.AddMinutes(minute - count), check) : null)
            .OfType<RecordedRun>()];
}
