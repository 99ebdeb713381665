using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using HealthFunction.History.Storage;
using HealthFunction.SeedHistory;
using HealthFunction.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace HealthFunction.Load;

/// <summary>What reading history and removing expired rows cost with few run rows in the table, and with very many.</summary>
internal static class ManyRows
{
    private const int Days = 400;
    private const int RunsPerDay = 24 * 60;
    private const int Times = 10;

    public static async Task RunAsync(int rows, string program)
    {
        await using var azurite = new AzuriteServer { InMemory = true };
        await azurite.StartAsync();
        Console.WriteLine("| run rows | asked 11 times | requests to storage | processor ms of the app, each | ms, the first | ms, each of the others | ms of a plain client for the same page of rows |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var runDays in new[] { 2, (rows / RunsPerDay) + 1 })
        {
            await MeasureAsync(azurite, $"Rows{runDays}", runDays, program);
        }
    }

    private static async Task MeasureAsync(AzuriteServer azurite, string name, int runDays, string program)
    {
        var client = new TableClient(azurite.ConnectionString(), name);
        using (var seeder = new Seeder(client, name))
        using (var other = new Seeder(client, "other"))
        {
            var now = TimeProvider.System.GetUtcNow();
            var written = await seeder.WriteAsync(new PlausibleHistory(10, 1), now, Math.Max(Days, runDays), runDays, CancellationToken.None);
            await other.WriteAsync(new PlausibleHistory(10, 2), now, Days, 0, CancellationToken.None);
            name = written.RunRows.ToString("N0", CultureInfo.InvariantCulture);
        }

        await using var app = await AppProcess.StartAsync(
            new Dictionary<string, string?>
            {
                ["Health__History__ConnectionString"] = azurite.ConnectionString(),
                ["Health__History__Table"] = client.Name,
                ["Health__History__Source"] = client.Name,
                ["Health__History__RunDays"] = "3650",
                ["Health__History__Timeout"] = "00:00:15",
                ["Health__Fleet__other__Source"] = "other",
            },
            program);

        // Each question differs from the others, so that no answer is used again.
        var runs = new RowRange(RowKeys.Runs, RowKeys.AfterRuns) { PageSize = 100 };
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var days = RowRange.Days(today.AddDays(1 - Days), today);
        await AskAsync(azurite, app, name, "history", i => $"api/history?limit={100 + i}", () => PlainAsync(client, runs));
        await AskAsync(azurite, app, name, "uptime", i => $"api/uptime?period={390 - i}d", () => PlainAsync(client, days));
        await AskAsync(azurite, app, name, "fleet", i => $"api/fleet?period={390 - i}d", () => PlainAsync(client, days));
        await ExpireAsync(azurite, client, name, runDays);
    }

    private static async Task AskAsync(AzuriteServer azurite, AppProcess app, string rows, string what, Func<int, string> path, Func<Task> plain)
    {
        var (requests, processor) = (Requests(azurite), Usage.Processor(app.ProcessId));
        var first = await TimeAsync(1, _ => GetAsync(app, path(0)));
        var others = await TimeAsync(Times, number => GetAsync(app, path(number)));
        processor = (Usage.Processor(app.ProcessId) - processor) / (Times + 1);
        requests = Requests(azurite) - requests;
        var alone = await TimeAsync(Times, _ => plain());
        Console.WriteLine(
            $"| {rows} | {what} | {requests} | {processor.TotalMilliseconds:0} | {first.TotalMilliseconds:0} | {others.TotalMilliseconds:0} | {alone.TotalMilliseconds:0} |");
    }

    /// <summary>One day of run rows is expired: as many whatever else there is.</summary>
    private static async Task ExpireAsync(AzuriteServer azurite, TableClient client, string rows, int runDays)
    {
        var table = new HistoryTable(client, client.Name, TimeSpan.FromSeconds(15), TimeProvider.System);
        var retention = new Retention(table, new HistoryOptions { RunDays = runDays - 1, DayDays = 3650 }, TimeProvider.System, NullLogger<Retention>.Instance);
        var requests = Requests(azurite);
        var took = await TimeAsync(Retention.StepsBetween * 18, _ => retention.StepAsync(CancellationToken.None)) * Retention.StepsBetween * 18;
        requests = Requests(azurite) - requests;
        Console.WriteLine($"| {rows} | removing a day's runs, once | {requests} | – | {took.TotalMilliseconds:0} | – | – |");
    }

    private static async Task PlainAsync(TableClient client, RowRange range)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {client.Name} and RowKey ge {range.From} and RowKey lt {range.To}");
        await foreach (var _ in client.QueryAsync<TableEntity>(filter, range.PageSize).AsPages())
        {
            break;
        }
    }

    private static async Task GetAsync(AppProcess app, string path)
    {
        using var answer = await app.Client.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The mean.</summary>
    private static async Task<TimeSpan> TimeAsync(int times, Func<int, Task> ask)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 1; i <= times; i++)
        {
            await ask(i);
        }

        return Stopwatch.GetElapsedTime(started) / times;
    }

    /// <summary>Azurite writes a line for each.</summary>
    private static int Requests(AzuriteServer azurite) => azurite.Output.Split("] \"").Length - 1;
}
