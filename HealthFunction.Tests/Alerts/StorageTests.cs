using Azure.Core;
using CsCheck;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.Testing;
using HealthFunction.Tests.History;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Alerts;

/// <summary>The state in a real table: the effect of unavailable storage on messages.</summary>
public sealed class StorageTests(SharedServers servers) : IAsyncLifetime
{
    private readonly StoryTime _time = new();
    private Receiver _receiver = null!;

    private IEnumerable<string> Ids => _receiver.All.Select(r => r.Id);

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async ValueTask DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task Alerting_goes_on_from_memory_while_storage_is_away_and_says_so_once()
    {
        var fault = StorageFault.RequestLost;
        var table = NewTable(await servers.AzuriteAsync(), () => fault);
        using (var alerter = new AlerterHarness(_receiver.Url, _time, table.Table))
        {
            await alerter.PlayAsync("UDDDDUU");
            Assert.Equal(Story.DeliveredIds("UDDDDUU"), Ids);
            fault = StorageFault.None;
            await alerter.PlayAsync("UDDDD", from: 7);
            Assert.Single(alerter.Log.Entries, e => e.Text.Contains("cannot be read or written", StringComparison.Ordinal));
            Assert.Single(alerter.Log.Entries, e => e.Text.Contains("in storage again", StringComparison.Ordinal));
        }

        // The state in memory is stored with the first success.
        using var next = new AlerterHarness(_receiver.Url, _time, table.Table);
        await next.PlayAsync("DDDUU", from: 12);
        Assert.Equal(Story.DeliveredIds("UDDDDUU" + "UDDDD" + "DDDUU"), Ids);
    }

    [Fact]
    public async Task The_state_that_another_recorder_stored_meanwhile_is_adopted()
    {
        var fault = StorageFault.None;
        var server = await servers.AzuriteAsync();
        var table = NewTable(server, () => fault);
        using var alerter = new AlerterHarness(_receiver.Url, _time, table.Table);
        using var other = new AlerterHarness(_receiver.Url, _time, new TestTable(server.ConnectionString(), table.Options.Table).Table);
        await alerter.PlayAsync("UDD");
        fault = StorageFault.RequestLost;
        await other.PlayAsync("DDD", from: 3);
        Assert.Equal(Story.DeliveredIds("UDDD"), Ids);

        // It counts the same runs from memory, up to the same message, whose id is the one that the receiver has.
        await alerter.PlayAsync("DDD", from: 3);
        Assert.Equal([.. Story.DeliveredIds("UDDD"), .. Story.DeliveredIds("UDDD")], Ids);
        fault = StorageFault.None;
        await alerter.PlayAsync("DUU", from: 6);
        Assert.Equal([.. Story.DeliveredIds("UDDD"), .. Story.DeliveredIds("UDDD"), Story.DeliveredIds("UDDDDDDUU")[1]], Ids);
    }

    [Fact]
    public async Task Without_storage_alerts_are_kept_in_memory()
    {
        using var alerter = new AlerterHarness(_receiver.Url, _time);
        await alerter.PlayAsync(Story.Long);
        Assert.Equal(Story.DeliveredIds(Story.Long), Ids);
    }

    [Fact]
    public async Task Whatever_storage_does_each_message_is_delivered_once_and_in_order()
    {
        var server = await servers.AzuriteAsync();
        var letters = Gen.Select(Gen.Char["UDD?m"], Gen.Int[1, 4], (letter, count) => new string(letter, count)).Array[1, 8].Select(string.Concat);
        await Gen.Select(letters, Gen.Int[0, int.MaxValue]).SampleAsync(
            async (runs, seed) =>
            {
                await using var receiver = await Receiver.StartAsync();
                var table = new TestTable(
                    server, configure: o => o.AddPolicy(new FaultyPolicy(seed, share: 0.4), HttpPipelinePosition.PerRetry));
                using var alerter = new AlerterHarness(receiver.Url, new StoryTime(), table.Table);
                await alerter.PlayAsync(runs);
                Assert.Equal(Story.DeliveredIds(runs), receiver.All.Select(r => r.Id));
            },
            iter: 20,
            threads: 2);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_logged_and_replaced()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        await table.Client.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        await table.Client.AddEntityAsync(
            new Azure.Data.Tables.TableEntity(table.Table.Partition, RowKeys.Alerts) { ["State"] = "{\"Waiting\": 7}" }, TestContext.Current.CancellationToken);
        using var alerter = new AlerterHarness(_receiver.Url, _time, table.Table);
        await alerter.PlayAsync("DDD");
        Assert.Single(alerter.Log.Entries, e => e.Level == LogLevel.Error && e.Text.Contains("not one that this app wrote", StringComparison.Ordinal));
        Assert.Equal(Story.DeliveredIds("DDD"), Ids);
    }

    [Fact]
    public async Task The_row_stands_beside_history_and_outlives_it()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        table.Options.RunDays = table.Options.DayDays = 1;
        using var alerter = new AlerterHarness(_receiver.Url, _time, table.Table);
        await alerter.PlayAsync("DDD");
        await table.NewWriter().WriteAsync([Story.Run('D', 0)], TestContext.Current.CancellationToken);

        // The clock is right, and runs of half a day ago confirm it.
        _time.Now = TimeProvider.System.GetUtcNow();
        await table.NewWriter().WriteAsync([Story.Run('U', 0) with { Time = _time.Now.AddHours(-13) }], TestContext.Current.CancellationToken);
        using var loggers = new LoggerFactory();
        var retention = new Retention(table.Table, table.Options, _time, loggers.CreateLogger<Retention>());
        for (var step = 0; step < 10 * Retention.StepsBetween; step++)
        {
            await retention.StepAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(_time.Now.AddHours(-13), Assert.Single(await table.RunsAsync()).Time);
        List<string> left = [];
        await foreach (var row in table.Client.QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
        {
            left.Add(row.RowKey);
        }

        Assert.Contains(RowKeys.Alerts, left);
        Assert.DoesNotContain(RowKeys.DayPart(Story.Noon.UtcDate(), 0), left);
    }

    private static TestTable NewTable(AzuriteServer server, Func<StorageFault> fault) =>
        new(server, configure: o => o.AddPolicy(new FaultyPolicy(fault), HttpPipelinePosition.PerRetry));
}
