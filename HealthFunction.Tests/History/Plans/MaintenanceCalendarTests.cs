using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.History.Plans;

/// <summary>The windows that plans make, with those of the settings.</summary>
public sealed class MaintenanceCalendarTests(SharedServers servers)
{
    private static readonly DateTimeOffset Noon = SamplePlans.Noon;

    private readonly FakeTimeProvider _time = new(Noon);

    [Fact]
    public async Task Windows_of_plans_and_settings_are_one_schedule_and_follow_changes()
    {
        using var harness = await HarnessAsync();
        var calendar = new MaintenanceCalendar(new MaintenanceSchedule([new(Noon.AddHours(5), Noon.AddHours(6))]), harness.Book, _time);
        Assert.Null(calendar.Deployment.At(Noon.AddHours(1)));

        var plan = SamplePlans.Maintenance(Noon.AddHours(1), Noon.AddHours(2)) with { Home = "west" };
        await harness.AddAsync(plan);
        await harness.AddAsync(SamplePlans.Maintenance(Noon.AddHours(3), Noon.AddHours(4)) with { Source = "east" });
        Assert.Equal(
            [new(Noon.AddHours(1), Noon.AddHours(2)), new MaintenanceWindow(Noon.AddHours(5), Noon.AddHours(6))], calendar.Deployment.Windows);

        // Deleted in the middle, the window ends there; what was planned before stays so.
        _time.Advance(TimeSpan.FromMinutes(90));
        await harness.EndAsync(plan.Id, _time.GetUtcNow());
        Assert.Equal(new MaintenanceWindow(Noon.AddHours(1), Noon.AddMinutes(90)), calendar.Deployment.At(Noon.AddMinutes(80)));
        Assert.Null(calendar.Deployment.At(Noon.AddMinutes(100)));
    }

    [Fact]
    public async Task Windows_that_recur_go_on_as_time_does_and_end_with_their_plan()
    {
        using var harness = await HarnessAsync();
        var calendar = new MaintenanceCalendar(MaintenanceSchedule.None, harness.Book, _time);
        var recurs = new Recurrence("0 2 * * *", "UTC", TimeSpan.FromHours(1));
        await harness.AddAsync(SamplePlans.Maintenance(Noon, Noon.AddDays(300), recurs));

        Assert.Null(calendar.Deployment.At(Noon.AddHours(-9.5)));
        Assert.NotNull(calendar.Deployment.At(Noon.AddHours(14.5)));
        _time.Advance(TimeSpan.FromDays(299));
        Assert.NotNull(calendar.Deployment.At(_time.GetUtcNow().AddHours(14.5)));
        Assert.NotNull(calendar.Deployment.At(_time.GetUtcNow().AddHours(-9.5)));
        Assert.Null(calendar.Deployment.At(_time.GetUtcNow().AddHours(14.5 + 24)));
    }

    [Fact]
    public async Task A_window_of_checks_is_of_these_checks_alone()
    {
        using var harness = await HarnessAsync();
        var calendar = new MaintenanceCalendar(MaintenanceSchedule.None, harness.Book, _time);
        await harness.AddAsync(SamplePlans.Maintenance(Noon, Noon.AddHours(1), null, "cache.default"));

        Assert.True(calendar.Deployment.IsEmpty);
        Assert.True(calendar.Covers("cache.default", Noon));
        Assert.False(calendar.Covers("cache.default", Noon.AddHours(1)));
        Assert.False(calendar.Covers("database.default", Noon));
    }

    private async Task<PlanHarness> HarnessAsync() => new(_time, new TestTable(await servers.AzuriteAsync(), "west").Table);
}
