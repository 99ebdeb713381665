using HealthFunction.Checks;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;
using HealthFunction.History.Runs;
using HealthFunction.History.Uptime;
using HealthFunction.SeedHistory;
using HealthFunction.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

public sealed class SeederTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_it_writes_is_what_a_recorder_would_have_left_and_it_says_how_much()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        using var seeder = new Seeder(table.Client, table.Table.Source);
        var written = await seeder.WriteAsync(new PlausibleHistory(3, seed: 5), Noon, days: 3, runDays: 1, Token);

        var today = DateOnly.FromDateTime(Noon.Date);
        var history = new PlausibleHistory(3, seed: 5);
        RecordedRun[] runs = [.. Enumerable.Range(-2, 3).SelectMany(day => history.Runs(today.AddDays(day), Noon))];
        var days = await table.Reader.DaysAsync(today.AddDays(-2), today, Token);
        Recount.AssertHolds(days, runs);
        Assert.Equal(3, written.Days);
        Assert.Equal(3, written.DayRows);
        Assert.Equal(runs.Count(run => run.Date == today), written.RunRows);
    }

    [Fact]
    public void A_year_has_outages_gaps_and_slow_days()
    {
        var history = new PlausibleHistory(4, seed: 1);
        var last = DateOnly.FromDateTime(Noon.Date);
        var days = InMemory.Days(Enumerable.Range(-365, 366).SelectMany(day => history.Runs(last.AddDays(day), Noon)));
        var window = new UptimeCalculator(days, null).Compute(Period.TryParse("365d")!, Noon);
        Assert.Equal(4, window.Checks.Count);
        Assert.InRange(window.Overall.Missing, 60, 40_000);
        foreach (var (name, uptime) in window.Checks)
        {
            Assert.InRange(uptime.Incidents.Count, 3, 200);
            Assert.InRange(uptime.Estimate!.Value, 0.98, 0.99999);
            var medians = days.Select(day => day.Find(name)!.Latency.Quantile(0.5)!.Value).Order().ToList();
            Assert.InRange(medians[^1] / medians[days.Count / 2], 2, 20);
        }
    }

    [Fact]
    public void A_planned_maintenance_is_no_outage_and_leaves_the_rest_as_it_is()
    {
        var last = DateOnly.FromDateTime(Noon.Date);
        var window = new MaintenanceWindow(Noon.AddHours(-30), Noon.AddHours(-28));
        UptimeFigures Of(PlausibleHistory history)
        {
            var days = InMemory.Days(Enumerable.Range(-4, 5).SelectMany(day => history.Runs(last.AddDays(day), Noon)));
            return new UptimeCalculator(days, null).Compute(Period.TryParse("3d")!, Noon).Checks[0].Value;
        }

        var (with, without) = (Of(new PlausibleHistory(2, seed: 1, window)), Of(new PlausibleHistory(2, seed: 1)));
        Assert.Equal((120, 0), (with.Counts.Planned, without.Counts.Planned));
        Assert.Equal((without.Counts.Down, without.Missing), (with.Counts.Down, with.Missing));
        Assert.Equal(without.Incidents, with.Incidents);
    }

    [Fact]
    public void An_outage_that_regions_have_in_common_leaves_the_rest_as_it_is()
    {
        var common = new Outage(Noon.AddHours(-30), Noon.AddHours(-29), Verdict.Down, "too many connections", TimeSpan.FromMilliseconds(2));
        RecordedRun[] Of(Outage? outage) =>
            [.. Enumerable.Range(-2, 3).SelectMany(day => new PlausibleHistory(["a.b", "c.d"], seed: 1, common: outage).Runs(DateOnly.FromDateTime(Noon.Date).AddDays(day), Noon))];

        var (with, without) = (Of(common), Of(null));
        Assert.Equal(without.Select(run => run.Time), with.Select(run => run.Time));
        Assert.Equal(without.Select(run => run.Checks[1]), with.Select(run => run.Checks[1]));
        Assert.All(
            with.Where(run => run.Time >= common.Start && run.Time < common.End), run => Assert.Equal((Verdict.Down, "a.b: too many connections"), (run.Status, run.Error)));
    }

    [Fact]
    public void Sources_and_checks_are_read_from_the_arguments()
    {
        var options = SeedOptions.Parse(["--source", "west, east", "--replace", "--checks", "database.a,cache.b", "--days", "3"]);

        Assert.Equal(["west", "east"], options.Sources);
        Assert.Equal(["database.a", "cache.b"], options.Names);
        Assert.Equal((true, true, 3), (options.Replace, options.HasChecks, options.Days));
        Assert.Equal((7, 0), (SeedOptions.Parse(["--checks", "7"]).Checks, SeedOptions.Parse(["--checks", "7"]).Names.Count));
    }

    [Fact]
    public void Storage_and_checks_are_those_of_a_run_sh_that_is_running()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Combine(".local"));
        var deep = Directory.CreateDirectory(folder.Combine("tools/SeedHistory")).FullName;
        File.WriteAllLines(
            folder.Combine(".local/settings"),
            ["Health__Caches__default=127.0.0.1:1,password=a=b", "Health__Databases__default=Host=a", "Health__Databases__other=Host=b", "AzureWebJobsStorage=UseDevelopmentStorage=true"]);

        var settings = SeedSettings.Read(Path.GetTempPath(), deep);

        Assert.Equal("UseDevelopmentStorage=true", settings["AzureWebJobsStorage"]);
        Assert.Equal("127.0.0.1:1,password=a=b", settings["Health:Caches:default"]);
        Assert.Equal(["database.default", "database.other", "cache.default"], SeedSettings.Checks(settings));
    }

    [Theory]
    [InlineData("--source", ",")]
    [InlineData("--checks", "1001")]
    [InlineData("--maintenance", "1441")]
    [InlineData("--days", "0")]
    [InlineData("--days", null)]
    [InlineData("--what", "1")]
    [InlineData("--table", "")]
    public void A_wrong_argument_is_named(string name, string? value)
    {
        var error = Assert.Throws<FormatException>(() => SeedOptions.Parse(value is null ? [name] : [name, value]));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plans_that_it_writes_can_be_read_and_fit_the_history()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        await table.Client.CreateAsync(Token);
        MaintenanceWindow past = new(Noon.AddDays(-3), Noon.AddDays(-3).AddHours(2));
        var common = new Outage(Noon.AddDays(-2), Noon.AddDays(-2).AddMinutes(37), Verdict.Down, "too many connections", TimeSpan.FromMilliseconds(2));

        await PlausiblePlans.WriteAsync(table.Client, PlausiblePlans.Make(table.Table.Source, "a.b", Noon, past, common), Token);

        var read = await PlanReading.ReadAsync(table.Table, Noon, Token);
        Assert.Empty(read.Damaged);
        var plans = read.Plans.Select(p => p.Plan).ToList();
        Assert.Equal(5, plans.Count);
        Assert.All(plans, plan => Assert.True(plan.Created <= plan.Changed && plan.Changed <= Noon));
        Assert.Single(plans, plan => plan.Recurs is not null);
        Assert.Single(plans, plan => plan.From == past.From && plan.Until == past.To && plan.IsOver(Noon));
        Assert.Single(plans, plan => plan.Incident == common.Start && plan.State == NoteState.Resolved);
        Assert.Single(plans, plan => plan.Kind == PlanKind.Note && plan.State == NoteState.Monitoring);
        Assert.Single(plans, plan => plan.Kind == PlanKind.Maintenance && plan.Recurs is null && plan.From > Noon);
    }
}
