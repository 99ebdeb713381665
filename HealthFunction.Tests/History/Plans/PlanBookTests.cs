using HealthFunction.History.Plans;
using HealthFunction.Testing;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.History.Plans;

/// <summary>Which plans instances of several regions obey, over real tables.</summary>
public sealed class PlanBookTests(SharedServers servers)
{
    private readonly FakeTimeProvider _time = new(SamplePlans.Noon);

    [Fact]
    public void An_instance_obeys_within_15_seconds() =>
        Assert.InRange(PlanWatch.Interval + new HealthFunction.History.Storage.HistoryOptions().Timeout, TimeSpan.Zero, TimeSpan.FromSeconds(15));

    [Fact]
    public async Task A_drain_is_obeyed_by_every_instance_of_the_source_that_it_names_and_by_no_other()
    {
        var (west, east) = await TablesAsync();
        using var first = new PlanHarness(_time, west.Table, east.Table);
        using var second = new PlanHarness(_time, west.Table, east.Table);
        using var other = new PlanHarness(_time, east.Table, west.Table);

        // Behind Front Door a request lands anywhere.
        await other.AddAsync(SamplePlans.Drain("west", home: "east"));
        await first.TurnAsync();
        await second.TurnAsync();
        await other.TurnAsync();

        Assert.Equal(("upgrade", "upgrade", null), (first.Book.Current?.Text, second.Book.Current?.Text, other.Book.Current?.Text));
        Assert.Contains(first.Log.Entries, e => e.Text == "The deployment is out of rotation, as a plan says: upgrade");
    }

    [Fact]
    public async Task Those_who_obey_say_so_in_their_own_table()
    {
        var (west, east) = await TablesAsync();
        using var first = new PlanHarness(_time, west.Table, east.Table);
        using var other = new PlanHarness(_time, east.Table, west.Table);
        var plan = SamplePlans.Drain("west", home: "east");
        await other.AddAsync(plan);

        await other.TurnAsync();
        Assert.Empty(other.Book.ObeyedBy(plan.Id));
        await first.TurnAsync();
        await other.TurnAsync();

        Assert.Equal(["west"], other.Book.ObeyedBy(plan.Id));
    }

    [Fact]
    public async Task An_end_that_is_posted_in_another_region_reaches_the_home_and_stays_there()
    {
        var (west, east) = await TablesAsync();
        using var first = new PlanHarness(_time, west.Table, east.Table);
        using var other = new PlanHarness(_time, east.Table, west.Table);
        var plan = SamplePlans.Drain("west", home: "west");
        await first.AddAsync(plan);
        await other.TurnAsync();

        var (ended, _) = await other.EndAsync(plan.Id, _time.GetUtcNow());
        Assert.Equal(2, ended!.Revision);
        await first.TurnAsync();
        Assert.Null(first.Book.Current);

        // An instance that cannot read the other region's table does not obey it again, and the copy there goes.
        using var alone = new PlanHarness(_time, west.Table);
        await alone.TurnAsync();
        Assert.Null(alone.Book.Current);
        Assert.NotEmpty(alone.Book.Plans);
        await other.TurnAsync();
        await other.TurnAsync();
        Assert.Empty(other.Book.Own!.Last!.Plans);
        Assert.Null(first.Book.Current);
    }

    [Fact]
    public async Task It_ends_at_its_stated_time_though_storage_is_lost_and_not_before()
    {
        await using var azurite = new AzuriteServer();
        await azurite.StartAsync();
        var table = new TestTable(azurite, "west", time: TimeProvider.System);
        using var harness = new PlanHarness(_time, table.Table);
        await harness.AddAsync(SamplePlans.Drain("west", SamplePlans.Noon.AddHours(1)));
        await azurite.KillAsync();

        await harness.TurnAsync();
        Assert.True(harness.Book.Own!.IsOld);
        Assert.NotNull(harness.Book.Current);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.NotNull(harness.Book.Current);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(harness.Book.Current);
        harness.Book.Refresh();
        Assert.Contains(harness.Log.Entries, e => e.Text == "No plan keeps the deployment out of rotation any more");
        Assert.Single(harness.Log.Entries, e => e.Text.StartsWith("The plans of west cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plans_that_are_over_leave_the_small_read_after_some_days_and_are_kept()
    {
        var (west, _) = await TablesAsync();
        using var harness = new PlanHarness(_time, west.Table);
        var plan = SamplePlans.Drain("west", SamplePlans.Noon.AddHours(1), home: "west");
        await harness.AddAsync(plan);
        _time.Advance(TimeSpan.FromHours(1) + PlanKeeper.KeptCurrent);
        await harness.TurnAsync();
        Assert.Single(harness.Book.Plans);

        _time.Advance(TimeSpan.FromSeconds(1));
        await harness.TurnAsync();
        await harness.TurnAsync();

        Assert.Empty(harness.Book.Plans);
        List<string> past = [];
        await foreach (var row in west.Table.RowsAsync(PlanKeys.Past, Patience.Token))
        {
            past.Add(PlanRow.Read(row).Id);
        }

        Assert.Equal([plan.Id], past);
    }

    [Fact]
    public async Task A_damaged_row_is_left_out_and_logged_once()
    {
        var (west, _) = await TablesAsync();
        using var harness = new PlanHarness(_time, west.Table);
        await harness.AddAsync(SamplePlans.Drain("west"));
        await west.Client.AddEntityAsync(new Azure.Data.Tables.TableEntity(west.Table.Partition, "pdamaged") { ["Plan"] = "{" }, Patience.Token);

        await harness.TurnAsync();
        await harness.TurnAsync();

        Assert.NotNull(harness.Book.Current);
        Assert.Single(harness.Log.Entries, e => e.Text.Contains("(rows pdamaged)", StringComparison.Ordinal));
    }

    private async Task<(TestTable West, TestTable East)> TablesAsync()
    {
        var server = await servers.AzuriteAsync();
        var west = new TestTable(server, "west");
        return (west, new TestTable(server.ConnectionString(), west.Options.Table, "east"));
    }
}
