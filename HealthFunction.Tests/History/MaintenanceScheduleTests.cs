using HealthFunction.History.Maintenance;

namespace HealthFunction.Tests.History;

public sealed class MaintenanceScheduleTests
{
    private static readonly DateTimeOffset Ten = new(2026, 12, 1, 22, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-12-01T22:00Z/2026-12-02T02:00Z")]
    [InlineData("2026-12-01T23:00+01:00/2026-12-01T21:00:00-05:00")]
    [InlineData(" 2026-12-01T22:00:00Z / 2026-12-02T02:00:00Z , ")]
    public void A_window_is_two_times_with_offsets(string text)
    {
        Assert.True(MaintenanceSchedule.TryParse(text, out var schedule, out _));
        Assert.Equal(new MaintenanceWindow(Ten, Ten.AddHours(4)), schedule.At(Ten.AddHours(1)));
        Assert.Equal(TimeSpan.Zero, schedule.At(Ten)!.Value.From.Offset);
    }

    [Theory]
    [InlineData("2026-12-01T22:00/2026-12-02T02:00")]
    [InlineData("2026-12-01T22:00Z/2026-12-02T02:00")]
    [InlineData("2026-12-01T22:00Z/2026-12-01T22:00Z")]
    [InlineData("2026-12-02T02:00Z/2026-12-01T22:00Z")]
    [InlineData("2026-12-01T22:00Z/2026-12-08T22:00:01Z")]
    [InlineData("2026-12-01T22:00Z/PT4H")]
    [InlineData("2026-12-01T22:00Z")]
    [InlineData("2026-12-01/2026-12-02")]
    [InlineData("2026-12-01T22:00Z/2026-12-02T00:00Z/2026-12-02T02:00Z")]
    [InlineData("2026-13-01T22:00Z/2026-13-02T02:00Z")]
    [InlineData("tonight")]
    [InlineData("/")]
    public void Anything_else_is_no_window(string text)
    {
        Assert.False(MaintenanceSchedule.TryParse($"2026-01-01T00:00Z/2026-01-02T00:00Z,{text}", out _, out var fault));
        Assert.Equal(text, fault);
    }

    [Fact]
    public void A_window_of_seven_days_is_the_longest() =>
        Assert.NotNull(MaintenanceWindow.TryParse("2026-12-01T22:00Z/2026-12-08T22:00Z"));

    [Fact]
    public void A_window_holds_its_beginning_and_not_its_end()
    {
        var schedule = new MaintenanceSchedule([new(Ten, Ten.AddHours(1))]);
        Assert.Null(schedule.At(Ten.AddTicks(-1)));
        Assert.NotNull(schedule.At(Ten));
        Assert.NotNull(schedule.At(Ten.AddHours(1).AddTicks(-1)));
        Assert.Null(schedule.At(Ten.AddHours(1)));
    }

    [Fact]
    public void Windows_that_touch_or_overlap_are_one_and_the_next_is_the_next_to_begin()
    {
        var schedule = new MaintenanceSchedule(
        [
            new(Ten.AddDays(2), Ten.AddDays(2).AddHours(1)),
            new(Ten.AddHours(1), Ten.AddHours(3)),
            new(Ten, Ten.AddHours(1)),
            new(Ten.AddHours(2), Ten.AddHours(2.5)),
        ]);
        Assert.Equal(new MaintenanceWindow(Ten, Ten.AddHours(3)), schedule.At(Ten));
        Assert.Equal(new MaintenanceWindow(Ten, Ten.AddHours(3)), schedule.After(Ten.AddSeconds(-1)));
        Assert.Equal(Ten.AddDays(2), schedule.After(Ten)!.Value.From);
        Assert.Null(schedule.After(Ten.AddDays(2)));
    }
}
