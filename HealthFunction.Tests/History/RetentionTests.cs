using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.SeedHistory;
using HealthFunction.Tests.Checks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

public sealed class RetentionTests(SharedServers servers)
{
    /// <summary>The real time, as storage has it.</summary>
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

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
            await seeder.WriteAsync(new PlausibleHistory(2, seed: 3), Now, days: 12, runDays: 3, Token);
        }

        table.Options.DayDays = 7;
        table.Options.RunDays = 1;
        var time = new FakeTimeProvider(Now);
        var retention = new Retention(table.Table, table.Options, time, NullLogger<Retention>.Instance);
        var before = await KeysAsync(table);
        var expired = before.Where(key => IsExpired(key, Now)).ToList();
        returned.Rows = returned.Transactions = 0;
        counter.Take();

        List<int> roundTrips = [];
        for (var step = 0; step < 40 * Retention.StepsBetween; step++)
        {
            await retention.StepAsync(Token);
            roundTrips.Add(counter.Take().Count);
        }

        Assert.All(roundTrips, count => Assert.InRange(count, 0, 1));

        // Each removal reads one more row, which confirms the clock.
        Assert.Equal(expired.Count + returned.Transactions, returned.Rows);
        Assert.Contains(expired, key => key.StartsWith('d'));
        Assert.InRange(expired.Count(key => key.StartsWith('r')), 2 * RunWriter.MaxChanges, int.MaxValue);
        Assert.Equal(before.Except(expired), await KeysAsync(table));

        // When nothing is left to remove, one step in thirty asks and gets no row.
        Assert.InRange(roundTrips.TakeLast(3 * Retention.StepsBetween).Sum(), 1, 4);
    }

    [Fact]
    public async Task A_row_that_another_recorder_removed_first_does_not_stop_the_rest()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        var writer = table.NewWriter();
        await writer.WriteAsync([.. Enumerable.Range(0, 20).Select(i => At(Now.AddDays(-40).UtcDate().Midnight().AddMinutes(i), Up("a")))], Token);
        await writer.WriteAsync([At(Now.AddHours(-13), Up("a"))], Token);
        var retention = new Retention(table.Table, table.Options, new FakeTimeProvider(Now), NullLogger<Retention>.Instance);
        for (var step = 0; step < 2 + Retention.StepsBetween; step++)
        {
            await retention.StepAsync(Token);
        }

        // By now it knows which runs have expired, and removes them in one of its next steps.
        var runs = (await KeysAsync(table)).Where(key => key.StartsWith('r')).ToList();
        Assert.Equal(21, runs.Count);
        await table.Client.DeleteEntityAsync(table.Table.Partition, runs[7], cancellationToken: Token);

        for (var step = 0; step < 3 * Retention.StepsBetween; step++)
        {
            await retention.StepAsync(Token);
        }

        Assert.Equal(RowKeys.Run(Now.AddHours(-13)), Assert.Single(await KeysAsync(table), key => key.StartsWith('r')));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(20)]
    [InlineData(2)]
    public async Task A_clock_that_is_days_ahead_of_storage_removes_nothing_and_says_so_once(int days)
    {
        var table = await RecordedAsync();
        var before = await KeysAsync(table);
        using var log = new CollectingLoggerProvider();
        using var loggers = new LoggerFactory([log]);
        var time = new FakeTimeProvider(Now.AddDays(days));
        var ahead = new TestTable(table.Options.ConnectionString, table.Options.Table, time: time);
        var retention = new Retention(ahead.Table, table.Options, time, loggers.CreateLogger<Retention>());
        for (var step = 0; step < 20 * Retention.StepsBetween; step++)
        {
            await retention.StepAsync(Token);
        }

        Assert.Equal(before, await KeysAsync(table));
        Assert.Single(log.Entries, e => e.Level == LogLevel.Warning && e.Text.Contains("Nothing is removed", StringComparison.Ordinal));

        // With the right time, it continues.
        time.AdjustTime(Now);
        for (var step = 0; step < 20 * Retention.StepsBetween; step++)
        {
            await retention.StepAsync(Token);
        }

        Assert.NotEqual(before, await KeysAsync(table));
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_together_with_the_one_of_storage_removes_nothing()
    {
        var table = await RecordedAsync();
        var before = await KeysAsync(table);
        var later = Now.AddDays(500);
        var retention = new Retention(new WithoutClock(table.Table), table.Options, new FakeTimeProvider(later), NullLogger<Retention>.Instance);
        await table.NewWriter().WriteAsync([At(later, Up("a"))], Token);
        for (var step = 0; step < 20 * Retention.StepsBetween; step++)
        {
            await retention.StepAsync(Token);
        }

        Assert.Equal(before.Count + 2, (await KeysAsync(table)).Count);
    }

    [Fact]
    public async Task A_clock_that_was_ahead_when_it_was_asked_and_is_right_when_it_is_confirmed_removes_what_is_expired_only()
    {
        var table = await RecordedAsync();
        var expired = (await KeysAsync(table)).Where(key => IsExpired(key, Now)).ToList();
        var before = await KeysAsync(table);
        var time = new FakeTimeProvider(Now);
        var retention = new Retention(table.Table, table.Options, time, NullLogger<Retention>.Instance);
        for (var step = 0; step < 9 * Retention.StepsBetween; step++)
        {
            // The first step of each round asks which rows have expired.
            time.AdjustTime(step % Retention.StepsBetween == 0 ? Now.AddDays(500) : Now);
            await retention.StepAsync(Token);
        }

        Assert.NotEmpty(expired);
        Assert.Empty(before.Except(expired).Except(await KeysAsync(table)));
    }

    /// <summary>Runs of ten days; three day rows are expired, and the runs of all days but the last.</summary>
    private async Task<TestTable> RecordedAsync()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        table.Options.DayDays = 7;
        table.Options.RunDays = 1;
        for (var day = 10; day >= 0; day--)
        {
            await table.NewWriter().WriteAsync([At(Now.AddDays(-day).AddHours(-13), Up("a"))], Token);
        }

        return table;
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

    /// <summary>A storage whose answers have no clock.</summary>
    private sealed class WithoutClock(HistoryStore inner) : HistoryStore(inner.Source)
    {
        public override bool IsConfigured => true;

        public override Task<SubmitResult> SubmitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) =>
            inner.SubmitAsync(changes, cancellationToken);

        public override Task<RowPage> PageAsync(RowRange range, string? continuation, CancellationToken cancellationToken) =>
            inner.PageAsync(range, continuation, cancellationToken);
    }

    private sealed class RowsReturned : HttpPipelinePolicy
    {
        public int Rows { get; set; }

        public int Transactions { get; set; }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            Transactions += message.Request.Method == RequestMethod.Post ? 1 : 0;
            if (message.Request.Method == RequestMethod.Get)
            {
                using var json = System.Text.Json.JsonDocument.Parse(message.Response.Content.ToMemory());
                Rows += json.RootElement.GetProperty("value").GetArrayLength();
            }
        }
    }
}
