using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using HealthFunction.History;
using HealthFunction.SeedHistory;
using HealthFunction.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

public sealed class RetentionTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Expired_rows_go_in_batches_of_one_transaction_and_no_other_row_is_read()
    {
        var server = await servers.AzuriteAsync();
        using var counter = new RoundTripCounter(server.Port);
        var returned = new RowsReturned();
        var table = new TestTable(server, port: counter.Port, configure: options => options.AddPolicy(returned, HttpPipelinePosition.PerCall));
        using (var seeder = new Seeder(table.Client, table.Table.Source))
        {
            await seeder.WriteAsync(new PlausibleHistory(2, seed: 3), Noon, days: 12, runDays: 2, Token);
        }

        table.Options.DayDays = 7;
        table.Options.RunDays = 1;
        var time = new FakeTimeProvider(Noon);
        var retention = new Retention(table.Table, table.Options, time, NullLogger<Retention>.Instance);
        var before = await KeysAsync(table);
        var expired = before.Where(key => IsExpired(key, Noon)).ToList();
        returned.Rows = 0;
        counter.Take();

        List<int> roundTrips = [];
        for (var step = 0; step < 12 * Retention.StepsBetween; step++)
        {
            await retention.StepAsync(Token);
            roundTrips.Add(counter.Take().Count);
        }

        Assert.All(roundTrips, count => Assert.InRange(count, 0, 1));
        Assert.Equal(expired.Count, returned.Rows);
        Assert.Contains(expired, key => key.StartsWith('d'));
        Assert.InRange(expired.Count(key => key.StartsWith('r')), 2 * RunWriter.MostActions, int.MaxValue);
        Assert.Equal(before.Except(expired), await KeysAsync(table));

        // Once nothing is left to remove, a step in thirty asks and gets no row.
        Assert.InRange(roundTrips.TakeLast(3 * Retention.StepsBetween).Sum(), 1, 4);
    }

    [Fact]
    public async Task A_row_that_another_recorder_removed_first_does_not_stop_the_rest()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        var writer = table.NewWriter();
        await writer.WriteAsync([.. Enumerable.Range(0, 20).Select(i => At(Noon.AddDays(-40).AddMinutes(i), Up("a")))], Token);
        var retention = new Retention(table.Table, table.Options, new FakeTimeProvider(Noon), NullLogger<Retention>.Instance);
        for (var step = 0; step < 2 + Retention.StepsBetween; step++)
        {
            await retention.StepAsync(Token);
        }

        // It has asked by now which runs expired, and removes them in its next step.
        var runs = (await KeysAsync(table)).Where(key => key.StartsWith('r')).ToList();
        if (runs.Count > 0)
        {
            await table.Client.DeleteEntityAsync(table.Table.Partition, runs[7], cancellationToken: Token);
        }

        for (var step = 0; step < 3 * Retention.StepsBetween; step++)
        {
            await retention.StepAsync(Token);
        }

        Assert.DoesNotContain(await KeysAsync(table), key => key.StartsWith('r'));
    }

    private static bool IsExpired(string key, DateTimeOffset now) => key[0] == 'r'
        ? RowKeys.RunTime(key) <= now.AddDays(-1)
        : RowKeys.DayPart(key).Date < DateOnly.FromDateTime(now.UtcDateTime).AddDays(-7);

    private static async Task<List<string>> KeysAsync(TestTable table)
    {
        List<string> keys = [];
        await foreach (var row in table.Client.QueryAsync<TableEntity>(select: ["RowKey"], cancellationToken: Token))
        {
            keys.Add(row.RowKey);
        }

        return keys;
    }

    private sealed class RowsReturned : HttpPipelinePolicy
    {
        public int Rows { get; set; }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (message.Request.Method == RequestMethod.Get)
            {
                using var json = System.Text.Json.JsonDocument.Parse(message.Response.Content.ToMemory());
                Rows += json.RootElement.GetProperty("value").GetArrayLength();
            }
        }
    }
}
