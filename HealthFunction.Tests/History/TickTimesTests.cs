using HealthFunction.History.Recording;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>A run that is started by hand comes with the schedule status of the next tick.</summary>
public sealed class TickTimesTests
{
    private readonly TickTimes _times = new();

    [Theory]
    [InlineData(30)]
    [InlineData(58)]
    [InlineData(1)]
    public void A_run_started_by_hand_does_not_replace_the_next_tick(double second)
    {
        var byHand = Noon.AddSeconds(second);
        Assert.False(_times.IsRepeated(Noon.AddMinutes(1), byHand));
        Assert.Equal(byHand, _times.TimeOf(Noon.AddMinutes(1), byHand));

        var tick = Noon.AddMinutes(1).AddMilliseconds(5);
        Assert.False(_times.IsRepeated(Noon.AddMinutes(1), tick));
        Assert.Equal(Noon.AddMinutes(1), _times.TimeOf(Noon.AddMinutes(1), tick));
    }

    [Fact]
    public void Any_number_of_runs_by_hand_between_two_ticks_are_runs_of_their_own()
    {
        Assert.Equal(Noon, _times.TimeOf(Noon, Noon.AddMilliseconds(3)));
        for (var second = 10; second < 50; second += 10)
        {
            Assert.False(_times.IsRepeated(Noon.AddMinutes(1), Noon.AddSeconds(second)));
            Assert.Equal(Noon.AddSeconds(second), _times.TimeOf(Noon.AddMinutes(1), Noon.AddSeconds(second)));
        }

        // The tick before them is repeated: it is still known.
        Assert.False(_times.IsRepeated(Noon.AddMinutes(1), Noon.AddSeconds(60)));
        Assert.True(_times.IsRepeated(Noon, Noon.AddSeconds(55)));
    }

    [Fact]
    public void A_tick_that_is_delivered_twice_is_one_run()
    {
        Assert.False(_times.IsRepeated(Noon, Noon));
        _times.TimeOf(Noon, Noon);
        Assert.True(_times.IsRepeated(Noon, Noon.AddSeconds(20)));
    }

    [Fact]
    public void A_run_by_hand_of_a_missed_schedule_is_recorded_when_it_ran()
    {
        // The status of an app that was stopped has a tick from long ago.
        Assert.Equal(Noon.AddHours(3), _times.TimeOf(Noon, Noon.AddHours(3)));
        Assert.Equal(Noon.AddHours(3).AddSeconds(1), _times.TimeOf(Noon, Noon.AddHours(3).AddSeconds(1)));
    }
}
