using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using HealthFunction.History.Storage;
using HealthFunction.Tests.History;

namespace HealthFunction.Tests.Alerts;

/// <summary>Clocks that differ or jump, and different versions: no message and no member is lost, and nothing is sent twice.</summary>
public sealed class SkewTests(SharedServers servers) : IAsyncLifetime
{
    private readonly StoryTime _time = new();
    private Receiver _receiver = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async ValueTask DisposeAsync() => await _receiver.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public async Task A_clock_that_jumps_ahead_by_days_abandons_no_message(int days)
    {
        using var alerter = new AlerterHarness(_receiver.Url, _time);
        _receiver.Usual = Receiver.Status(500);
        await alerter.PlayAsync("DDD");
        for (var minute = 0; minute < 60; minute++)
        {
            await alerter.TickAsync(Story.Run('D', (days * 1440) + minute));
        }

        Assert.DoesNotContain(alerter.Log.Entries, e => e.Text.Contains("is abandoned", StringComparison.Ordinal));
        _receiver.Usual = Receiver.Status(200);
        await alerter.TickAsync(Story.Run('D', (days * 1440) + 90));
        Assert.Equal("down", _receiver.All[^1].Kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(-3)]
    public async Task Two_instances_whose_clocks_differ_by_minutes_send_each_message_once(double ahead)
    {
        var table = new TestTable(await servers.AzuriteAsync());
        var otherTime = new StoryTime();
        using var first = new AlerterHarness(_receiver.Url, _time, table.Table);
        using var second = new AlerterHarness(_receiver.Url, otherTime, new TestTable(table.Options.ConnectionString, table.Options.Table).Table);

        // While one of them sends, the other makes a tick, and only then does the sender get its success.
        AlerterHarness? waiting = null;
        var minute = 0;
        _receiver.Usual = async context =>
        {
            if (Interlocked.Exchange(ref waiting, null) is { } other)
            {
                await TickAsync(other);
            }

            await Receiver.Status(200)(context);
        };
        for (; minute < 8; minute++)
        {
            foreach (var (one, other) in new[] { (first, second), (second, first) })
            {
                waiting = other;
                await TickAsync(one);
            }
        }

        Assert.Single(_receiver.All);

        Task TickAsync(AlerterHarness one) => one.TickAsync(Story.Run('D', one == first ? minute : minute + ahead));
    }

    [Fact]
    public async Task Members_of_a_later_version_are_kept()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        _receiver.Usual = Receiver.Status(500);
        using (var alerter = new AlerterHarness(_receiver.Url, _time, table.Table))
        {
            await alerter.PlayAsync("DDD");
        }

        var row = await RowAsync(table);
        var state = JsonNode.Parse(row.GetString("State"))!;
        var nodes = new[] { state, state["Outage"]!, state["Waiting"]![0]!, state["Waiting"]![0]!["Message"]!, state["Waiting"]![0]!["Message"]!["Failing"]![0]! };
        foreach (var (node, number) in nodes.Select((n, i) => (n, i)))
        {
            node["Later"] = new JsonObject { ["number"] = number };
        }

        row["State"] = state.ToJsonString();
        row["LaterColumn"] = "kept";
        await table.Client.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Token);
        using (var next = new AlerterHarness(_receiver.Url, _time, table.Table))
        {
            await next.PlayAsync("DDDDD", from: 3);
        }

        row = await RowAsync(table);
        Assert.Equal("kept", row.GetString("LaterColumn"));
        state = JsonNode.Parse(row.GetString("State"))!;
        nodes = [state, state["Outage"]!, state["Waiting"]![0]!, state["Waiting"]![0]!["Message"]!, state["Waiting"]![0]!["Message"]!["Failing"]![0]!];
        Assert.Equal(Enumerable.Range(0, 5), nodes.Select(node => (int)node["Later"]!["number"]!));
        Assert.Equal(Story.Noon.AddMinutes(7), JsonSerializer.Deserialize<DateTimeOffset>(state["LastRun"]!));
    }

    [Fact]
    public async Task A_state_of_an_earlier_version_is_continued()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        _receiver.Usual = Receiver.Status(500);
        using (var alerter = new AlerterHarness(_receiver.Url, _time, table.Table))
        {
            await alerter.PlayAsync("DDD");
        }

        var row = await RowAsync(table);
        var state = JsonNode.Parse(row.GetString("State"))!.AsObject();
        Assert.True(state.Remove("Elapsed"));
        Assert.True(state["Waiting"]![0]!.AsObject().Remove("QueuedAtElapsed"));
        row["State"] = state.ToJsonString();
        await table.Client.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Token);

        _receiver.Usual = Receiver.Status(200);
        using var next = new AlerterHarness(_receiver.Url, _time, table.Table);
        await next.PlayAsync("DDUU", from: 10);
        Assert.Equal(["down", "resolved"], _receiver.All.Skip(1).Select(r => r.Kind));
    }

    /// <summary>Renaming a member in the code must not rename it in the row: the next version would lose the value.</summary>
    [Fact]
    public async Task Members_are_stored_under_their_first_names()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        _receiver.Usual = Receiver.Status(500);
        using var alerter = new AlerterHarness(_receiver.Url, _time, table.Table);
        await alerter.PlayAsync("DDDU");

        var state = JsonNode.Parse((await RowAsync(table)).GetString("State"))!.AsObject();

        Assert.Equal(["LastRun", "Elapsed", "Streak", "Outage", "Waiting"], Names(state));
        Assert.Equal(["Runs", "Since"], Names(state["Streak"]!));
        Assert.Equal(["Since", "Error", "Told", "Reminders"], Names(state["Outage"]!));
        Assert.Equal(Story.Noon.AddMinutes(2), JsonSerializer.Deserialize<DateTimeOffset>(state["Outage"]!["Told"]!));
        Assert.Equal(["Message", "Queued", "Attempts", "NotBefore", "QueuedAtElapsed"], Names(state["Waiting"]![0]!));
    }

    [Fact]
    public async Task A_row_of_foreign_types_is_replaced()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        await table.Client.CreateIfNotExistsAsync(Token);
        await table.Client.AddEntityAsync(new TableEntity(table.Table.Partition, RowKeys.Alerts) { ["State"] = 7 }, Token);
        using var alerter = new AlerterHarness(_receiver.Url, _time, table.Table);
        await alerter.PlayAsync("DDD");
        Assert.Single(_receiver.All);
    }

    private static IEnumerable<string> Names(JsonNode node) => node.AsObject().Select(member => member.Key);

    private static async Task<TableEntity> RowAsync(TestTable table) =>
        (await table.Client.GetEntityAsync<TableEntity>(table.Table.Partition, RowKeys.Alerts, cancellationToken: Token)).Value;
}
