using HealthFunction.Alerts;
using HealthFunction.Checks;
using HealthFunction.History.Runs;

namespace HealthFunction.Tests.Alerts;

public sealed class AlertMachineTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("UUUUU", "")]
    [InlineData("DD", "")]
    [InlineData("DDD", "D2")]
    [InlineData("UDDUDDU", "")]
    [InlineData("DDDDDDD", "D2")]
    [InlineData("D?D", "D2")]
    [InlineData("???", "D2")]
    [InlineData("DDDU", "D2")]
    [InlineData("DDDUU", "D2 U4")]
    [InlineData("DDDUDUU", "D2 U6")]
    [InlineData("DDDU?UDUU", "D2 U8")]
    [InlineData("DDDUUDDDUU", "D2 U4 D7 U9")]
    [InlineData("DDDUUUUDD", "D2 U4")]
    // Minutes without a run: only runs in a row count.
    [InlineData("D..D...D", "D7")]
    [InlineData("DDD..U..U", "D2 U8")]
    public void An_outage_is_reported_after_three_failures_in_a_row_and_its_end_after_two_successes(string runs, string reported) =>
        Assert.Equal(reported, Story.Reported(Story.Play(runs)));

    [Theory]
    [InlineData(1, 1, "UDUD", "D1 U2 D3")]
    [InlineData(2, 1, "DUDDU", "D3 U4")]
    [InlineData(1, 3, "DUUDUUU", "D0 U6")]
    public void The_settings_say_how_many(int after, int resolveAfter, string runs, string reported) =>
        Assert.Equal(reported, Story.Reported(Story.Play(runs, new AlertRule(after, resolveAfter, TimeSpan.Zero))));

    [Theory]
    [InlineData("DDDDDDDDDDDD", "")]
    [InlineData("DDDDDDDDDDDDD", "R12")]
    [InlineData("DDDDDDDDDDDDDDDDDDDDDDD", "R12 R22")]
    [InlineData("DDDDDDDDDDDDUD", "R13")]
    [InlineData("DDD.................D", "R20")]
    [InlineData("DDD.................DDDDDDDDDDD", "R20 R30")]
    [InlineData("DDD.................UD", "R21")]
    public void A_failing_run_reports_an_outage_again_after_the_interval(string runs, string reported) =>
        Assert.Equal(reported, Story.Reported(PlayDelivered(runs)));

    [Fact]
    public void Without_an_interval_there_is_no_reminder() =>
        Assert.Equal("D2", Story.Reported(Story.Play(new string('D', 3000), Story.Rule with { Reminder = TimeSpan.Zero })));

    [Fact]
    public void There_is_no_reminder_while_an_earlier_message_of_the_outage_waits()
    {
        var state = Story.Play(new string('D', 15));
        Assert.Equal("D2", Story.Reported(state));

        // After the late delivery, the next reminder is due one interval after the one that was left out.
        state = state.Without(state.Waiting[0].Message.Id);
        var machine = new AlertMachine(Story.Rule, "test");
        for (var minute = 15; minute < 23; minute++)
        {
            state = machine.Step(state, Story.Run('D', minute));
        }

        Assert.Equal("R22", Story.Reported(state));
    }

    [Theory]
    // Planned failures are not failures, and planned successes are not successes.
    [InlineData("dddddd", "")]
    [InlineData("MMMMMM", "")]
    [InlineData("DDDmmmm", "D2")]
    // A series of equal runs is not continued after it.
    [InlineData("DDdD", "")]
    [InlineData("DDMDDD", "D5")]
    [InlineData("DDDUmU", "D2")]
    [InlineData("DDDUmUU", "D2 U6")]
    // A reported outage stays open through it, without reminders, and continues or ends after it.
    [InlineData("DDDddddddddddddddd", "D2")]
    [InlineData("DDDMMMMMUU", "D2 U9")]
    [InlineData("DDDdddddDDDUU", "D2 U12")]
    public void A_planned_run_makes_no_message_and_ends_a_series_of_equal_runs(string runs, string reported) =>
        Assert.Equal(reported, Story.Reported(Story.Play(runs)));

    [Fact]
    public void Reminders_go_on_with_the_first_unplanned_failure() =>
        Assert.Equal("R17", Story.Reported(PlayDelivered("DDDdddddddddddddd" + "DDD")));

    [Fact]
    public void A_repeated_run_counts_once_and_a_late_run_does_not_count()
    {
        var machine = new AlertMachine(Story.Rule, "test");
        var state = machine.Step(AlertState.Initial, Story.Run('D', 0));
        state = machine.Step(state, Story.Run('D', 0));
        state = machine.Step(state, Story.Run('D', 0));
        state = machine.Step(state, Story.Run('D', 2));
        Assert.Same(state, machine.Step(state, Story.Run('U', 1)));
        Assert.Same(state, machine.Step(state, Story.Run('D', 1)));
        Assert.Empty(state.Waiting);
        Assert.Equal("D3", Story.Reported(machine.Step(state, Story.Run('D', 3))));
    }

    [Fact]
    public void A_message_has_the_cause_the_beginning_and_the_id_of_the_outage()
    {
        var state = Story.Play("UDD?DDDDDDDDDDUU");
        var down = state.Waiting[0].Message;
        Assert.Equal((AlertKind.Down, Verdict.Unknown, "test"), (down.Kind, down.Status, down.Source));
        Assert.Equal((Story.Noon.AddMinutes(3), Story.Noon.AddMinutes(1), null), (down.Time, down.Since, down.Until));
        Assert.Equal(TimeSpan.FromMinutes(2), down.Duration);
        Assert.Equal("cache.default: no credential", down.Error);
        Assert.Equal([new FailingCheck("cache.default", Verdict.Unknown, "no credential")], down.Failing);

        var resolved = state.Waiting[^1].Message;
        Assert.Equal((AlertKind.Resolved, Verdict.Up), (resolved.Kind, resolved.Status));
        Assert.Equal((Story.Noon.AddMinutes(15), Story.Noon.AddMinutes(1), Story.Noon.AddMinutes(14)), (resolved.Time, resolved.Since, resolved.Until));
        Assert.Equal(TimeSpan.FromMinutes(13), resolved.Duration);
        Assert.Equal("cache.default: no credential", resolved.Error);
        Assert.Empty(resolved.Failing);

        Assert.Equal(down.Incident, resolved.Incident);
        Assert.Equal($"{down.Incident}-down", down.Id);
        Assert.Equal($"{down.Incident}-resolved", resolved.Id);
        Assert.Matches("^[0-9a-f]{32}$", down.Incident);
    }

    [Fact]
    public void Outages_and_sources_have_ids_of_their_own_and_the_same_outage_always_the_same()
    {
        var state = Story.Play("DDDUUDDD");
        Assert.Equal(3, state.Waiting.Select(w => w.Message.Id).Distinct().Count());
        Assert.NotEqual(state.Waiting[0].Message.Incident, state.Waiting[2].Message.Incident);
        Assert.Equal(state.Waiting[0].Message.Id, Story.Play("DDDD").Waiting[0].Message.Id);
        var other = Story.Runs("DDD").Aggregate(AlertState.Initial, new AlertMachine(Story.Rule, "other").Step);
        Assert.NotEqual(state.Waiting[0].Message.Incident, other.Waiting[0].Message.Incident);
    }

    [Fact]
    public void Of_many_failing_checks_some_are_named_and_all_are_counted()
    {
        var run = Story.Run('D', 0) with
        {
            Checks = [.. Enumerable.Range(0, 100).Select(i => new RecordedCheck($"check.{i}", Verdict.Down, default, "timed out after 2000 ms"))],
        };
        var message = new AlertMachine(Story.Rule with { After = 1 }, "test").Step(AlertState.Initial, run).Waiting[0].Message;
        Assert.Equal((AlertMachine.MaxChecks, 100), (message.Failing.Count, message.FailingCount));
        Assert.Equal("and 80 more", AlertText.Checks(message).Last());
    }

    [Fact]
    public void After_the_clock_was_set_back_runs_count_again()
    {
        var state = Story.Play("DDDD");
        var dayBefore = Story.Noon.AddDays(-1);
        var time = new StoryTime { Now = Story.Noon.AddMinutes(3) };
        var clock = new AlertClock(time);
        Assert.Same(state, clock.Corrected(state));
        time.Now = Story.Noon.AddMinutes(3) - AlertClock.MaxSetBack;
        Assert.Same(state, clock.Corrected(state));

        // The setting back of this clock is known; another instance's clock may be ahead by more.
        time.Now = time.Now.AddSeconds(-1);
        Assert.NotSame(state, clock.Corrected(state));
        Assert.Same(state, new AlertClock(time).Corrected(state));
        time.Now = Story.Noon.AddMinutes(3) - AlertClock.MaxSkew;
        Assert.Same(state, new AlertClock(time).Corrected(state));

        time.Now = dayBefore;
        var corrected = new AlertClock(time).Corrected(state);
        Assert.Equal(dayBefore, corrected.Waiting[0].Queued);
        var machine = new AlertMachine(Story.Rule, "test");
        corrected = machine.Step(corrected, Story.Run('U', -1440));
        corrected = machine.Step(corrected, Story.Run('U', -1439));
        Assert.Equal("D2 U-1439", Story.Reported(corrected));
        Assert.Equal(TimeSpan.Zero, corrected.Waiting[1].Message.Duration);
    }

    /// <summary>Like <see cref="Story.Play"/>, but every message is delivered at once, reminders after they were collected.</summary>
    private static AlertState PlayDelivered(string runs)
    {
        var machine = new AlertMachine(Story.Rule, "test");
        List<PendingAlert> reminders = [];
        var state = AlertState.Initial;
        foreach (var run in Story.Runs(runs))
        {
            state = machine.Step(state, run);
            reminders.AddRange(state.Waiting.Where(w => w.Message.Kind == AlertKind.Reminder));
            state = state with { Waiting = [] };
        }

        return state with { Waiting = reminders };
    }
}
