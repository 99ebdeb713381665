using HealthFunction.History.Days;
using HealthFunction.History.Recent;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.SeedHistory;
using HealthFunction.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.History;

/// <summary>The data of the page and the badges while the table is there, empty, gone and back.</summary>
public sealed class RecentHistoryTests(SharedServers servers)
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Members = new Dictionary<string, IReadOnlyList<string>>
    {
        ["database.default"] = ["database.default"],
        ["all"] = ["database.default", "cache.default"],
    };

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task An_earlier_read_is_shown_for_some_hours_while_history_cannot_be_read()
    {
        await using var azurite = new AzuriteServer();
        await azurite.StartAsync();
        var table = new TestTable(azurite);
        await SeedAsync(table, 100);
        var recent = Recent(table.Table);

        var view = await recent.GetAsync();
        Assert.Equal((HistoryState.Read, 90), (view.State, view.Overall!.Days.Count));
        Assert.Same(view, await recent.GetAsync());

        await azurite.StopAsync();
        _time.Advance(TimeSpan.FromSeconds(21));
        var old = await recent.GetAsync();
        Assert.Equal((HistoryState.Old, view.ReadAt), (old.State, old.ReadAt));
        Assert.Same(view.Overall, old.Overall);

        _time.Advance(TimeSpan.FromHours(7));
        Assert.Equal((HistoryState.Unavailable, null), ((await recent.GetAsync()).State, (await recent.GetAsync()).Overall));

        await azurite.StartAsync();
        _time.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal(HistoryState.Read, (await recent.GetAsync()).State);
    }

    [Fact]
    public async Task A_table_that_does_not_answer_delays_requests_only_briefly()
    {
        await using var azurite = new AzuriteServer();
        await azurite.StartAsync();
        var recent = Recent(new TestTable(azurite).Table);
        azurite.Freeze();

        var asking = recent.GetAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(HistoryState.Unavailable, (await asking).State);
        azurite.Resume();
    }

    [Fact]
    public async Task A_missing_table_is_empty_and_missing_storage_is_reported()
    {
        Assert.Equal(HistoryState.Empty, (await Recent(new TestTable(await servers.AzuriteAsync()).Table).GetAsync()).State);
        Assert.Equal(HistoryState.NotKept, (await Recent(new NoHistoryStore("test")).GetAsync()).State);
    }

    [Fact]
    public async Task A_group_is_down_in_each_minute_in_which_one_of_its_members_is()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        await SeedAsync(table, 95);
        var view = await Recent(table.Table).GetAsync();
        var days = await table.Reader.DaysAsync(
            HistoryViewBuilder.FirstDay(view.ReadAt), view.ReadAt.UtcDate(), TestContext.Current.CancellationToken);

        var down = 0;
        foreach (var day in days.TakeLast(90))
        {
            for (var minute = 0; minute < MinuteMap.Minutes; minute++)
            {
                down += Members["all"].Any(name => day.Find(name)!.Minutes[minute] == MinuteState.Down) ? 1 : 0;
            }
        }

        Assert.True(down > 0);
        Assert.Equal(down, view.Find("all")!.Days.Sum(day => day.Counts.Down));
    }

    private RecentHistory Recent(HistoryStore store) =>
        new(store, new HistoryViewBuilder(Members), _time, NullLogger<RecentHistory>.Instance);

    private async Task SeedAsync(TestTable table, int days)
    {
        using var seeder = new Seeder(table.Client, table.Options.Source);
        await seeder.WriteAsync(new PlausibleHistory(2, 1), _time.GetUtcNow(), days, 0, TestContext.Current.CancellationToken);
    }
}
