using CsCheck;
using HealthFunction.History;
using static HealthFunction.Tests.History.InMemory;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

public sealed class UptimeCalculatorTests
{
    private static readonly Period Day = Period.TryParse("24h")!;

    [Fact]
    public void The_worked_example_of_the_manual_comes_out_as_written()
    {
        // docs/history.md, "A worked example": 24 hours up to noon, recording stopped from 02:00 to 03:30, DOWN from 08:00 to 08:12,
        // UNKNOWN from 10:00 to 10:03.
        var uptime = Compute(Minutes(1440, minute => minute switch
        {
            >= 840 and < 930 => null,
            >= 1200 and < 1212 => Down("a"),
            >= 1320 and < 1323 => Unknown("a"),
            _ => Up("a"),
        }));

        Assert.Equal(new MinuteCounts(1335, 3, 12), uptime.Counts);
        Assert.Equal(90, uptime.Missing);
        Assert.Equal(99.10913, uptime.Estimate!.Value * 100, 5);
        Assert.Equal(92.70833, uptime.LowerBound!.Value * 100, 5);
        Assert.Equal(99.16667, uptime.UpperBound!.Value * 100, 5);
        Assert.Equal(93.54167, uptime.Coverage * 100, 5);
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
        Assert.Equal(0, uptime.Coverage);
    }

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

    private static Uptime Compute(IReadOnlyList<RecordedRun> runs) =>
        new UptimeCalculator(Days(runs), "a").Compute(Day, Noon).Checks.Single().Value;

    private static UptimeCalculator Calculator(IReadOnlyList<RecordedRun> runs) => new(Days(runs), null);

    /// <summary>One run in each of the last minutes before noon; none where there is no result.</summary>
    private static List<RecordedRun> Minutes(int count, Func<int, RecordedCheck?> result) =>
        [.. Enumerable.Range(0, count)
            .Select(minute => result(minute) is { } check ? At(Noon.AddMinutes(minute - count), check) : null)
            .OfType<RecordedRun>()];
}
