using Azure.Data.Tables;
using HealthFunction.History.Plans;
using HealthFunction.History.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History.Plans;

/// <summary>Nothing that changes of plans leave behind grows without bound.</summary>
public sealed class PlanExpiryTests(SharedServers servers)
{
    /// <summary>More than one transaction removes.</summary>
    private const int Old = 60;

    /// <summary>The real time, as storage has it.</summary>
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly FakeTimeProvider _time = new(Now);

    [Fact]
    public async Task Changes_and_past_plans_go_with_the_days_that_they_explain_and_newer_ones_stay()
    {
        var table = await ChangedAsync();
        Assert.Equal((Old + 1, Old + 2, Old + 2), await CountAsync(table));

        await ExpireAsync(table);

        // What was made 399 days ago, and today.
        Assert.Equal((1, 2, 2), await CountAsync(table));
        using var harness = new PlanHarness(_time, table.Table);
        Assert.Equal(["today", "399 days ago"], (await harness.Writer.ChangesAsync(10, Patience.Token)).Select(change => change.Plan.Text));
    }

    [Fact]
    public async Task A_row_that_is_missing_beside_a_change_keeps_no_change_for_ever()
    {
        var table = await ChangedAsync();
        var lost = (await KeysAsync(table)).First(key => key.StartsWith('i'));
        await table.Client.DeleteEntityAsync(table.Table.Partition, lost, cancellationToken: Patience.Token);

        await ExpireAsync(table);

        Assert.Equal(2, (await CountAsync(table)).Changes);
    }

    private static async Task ExpireAsync(TestTable table)
    {
        var retention = new Retention(
            table.Table,
            table.Options,
            new FakeTimeProvider(Now),
            NullLogger<Retention>.Instance,
            [PlanExpiry.Changes(table.Options), PlanExpiry.PastPlans(table.Options)]);
        for (var step = 0; step < 40 * Retention.StepsBetween; step++)
        {
            await retention.StepAsync(Patience.Token);
        }
    }

    /// <summary>Many short drains 401 days ago, one 399 days ago, one today, and the run that confirms the clock.</summary>
    private async Task<TestTable> ChangedAsync()
    {
        var table = new TestTable(await servers.AzuriteAsync(), "west");
        await table.NewWriter().WriteAsync([At(Now.AddHours(-13), Up("a"))], Patience.Token);
        using var harness = new PlanHarness(_time, table.Table);
        await AddAsync(harness, 401, Old, "401 days ago");
        await AddAsync(harness, 399, 1, "399 days ago");
        _time.AdjustTime(Now);
        for (var turn = 0; turn < 5; turn++)
        {
            await harness.TurnAsync();
        }

        await AddAsync(harness, 0, 1, "today");
        return table;
    }

    private async Task AddAsync(PlanHarness harness, int age, int count, string reason)
    {
        _time.AdjustTime(Now.AddDays(-age));
        for (var i = 0; i < count; i++)
        {
            var plan = SamplePlans.Drain("west", _time.GetUtcNow().AddMinutes(1), home: "west", created: _time.GetUtcNow()) with { Text = reason };
            await harness.AddAsync(plan, i % 2 == 0 ? $"{reason}, request {i}" : null);
        }
    }

    private static async Task<(int Past, int Changes, int Sent)> CountAsync(TestTable table)
    {
        var keys = await KeysAsync(table);
        return (keys.Count(key => key.StartsWith('o')), keys.Count(key => key.StartsWith('l')), keys.Count(key => key.StartsWith('i')));
    }

    private static async Task<List<string>> KeysAsync(TestTable table)
    {
        List<string> keys = [];
        await foreach (var row in table.Client.QueryAsync<TableEntity>(select: ["RowKey"], cancellationToken: Patience.Token))
        {
            keys.Add(row.RowKey);
        }

        return keys;
    }
}
