using System.Net;
using HealthFunction.SeedHistory;
using HealthFunction.Testing;
using HealthFunction.Tests.History;

namespace HealthFunction.Tests.Reliability;

/// <summary>Many readers of history while a monitor requests the verdict.</summary>
[Collection(nameof(Timing))]
public sealed class ReaderTests(BreakableServers servers)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(100)]
    [InlineData(300)]
    public async Task Readers_of_uptime_and_history_do_not_delay_the_verdict_and_cost_little_memory(int readers)
    {
        await using var azurite = new AzuriteServer();
        await azurite.StartAsync();
        var table = new TestTable(azurite, "readers");
        using (var seeder = new Seeder(table.Client, "readers"))
        {
            await seeder.WriteAsync(new PlausibleHistory(10, 1), TimeProvider.System.GetUtcNow(), 400, 2, TestContext.Current.CancellationToken);
        }

        var settings = servers.Settings(Deadline);
        settings["Health__History__ConnectionString"] = azurite.ConnectionString();
        settings["Health__History__Table"] = table.Options.Table;
        settings["Health__History__Source"] = "readers";
        await using var app = await AppProcess.StartAsync(settings);
        using var monitor = new Asking(app.Address);
        await monitor.UntilUpAsync();
        for (var i = 0; i < 200; i++)
        {
            await monitor.AskAsync();
        }

        using var client = new HttpClient { BaseAddress = app.Address, Timeout = TimeSpan.FromMinutes(2) };
        foreach (var path in new[] { "api/uptime?period=399d", "api/history?limit=999", "api/history?limit=999&status=DOWN" })
        {
            Assert.Equal(HttpStatusCode.OK, await ReadAsync(client, path));
        }

        // The memory that one reader costs: compiled code, the rows of a read, and garbage that is not collected yet.
        var withOne = ProcessFigures.Of(app.ProcessId).ResidentBytes;
        var highest = withOne;
        var reading = Task.WhenAll(Enumerable.Range(0, readers).Select(i => ReadAsync(client, (i % 4) switch
        {
            0 => "api/uptime",
            1 => "api/history?limit=1000",
            2 => $"api/uptime?period={380 + (i / 4 % 10)}d",
            _ => $"api/history?status=DOWN&limit={900 + (i / 4 % 10)}",
        })));
        List<TimedAnswer> verdicts = [];
        do
        {
            verdicts.Add(await monitor.AskAsync());
            highest = Math.Max(highest, ProcessFigures.Of(app.ProcessId).ResidentBytes);
        }
        while (!reading.IsCompleted);

        var statuses = (await reading).CountBy(s => s).ToDictionary();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{readers} readers: {string.Join(", ", statuses.Select(s => $"{s.Key}: {s.Value}"))}; {verdicts.Count} verdicts, the slowest after "
            + $"{verdicts.Max(v => v.Elapsed).TotalMilliseconds:0} ms; {withOne / 1048576} -> {highest / 1048576} MiB");
        Assert.All(verdicts, v => Assert.Equal("UP", v.Answer.Status));
        Assert.InRange(verdicts.Max(v => v.Elapsed), TimeSpan.Zero, Deadline);
        Assert.All(statuses.Keys, s => Assert.Contains(s, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]));
        Assert.True(statuses[HttpStatusCode.OK] >= readers / 3, "Those that had a place in the queue were answered.");
        Assert.InRange(highest, 0, (long)(withOne * 1.3));
    }

    private static async Task<HttpStatusCode> ReadAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter?.Delta);
        }

        return response.StatusCode;
    }
}
