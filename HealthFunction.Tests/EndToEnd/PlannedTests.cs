using System.Net;
using System.Text.Json;
using HealthFunction.Testing;
using HealthFunction.Tests.History;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>The app with an operator's plans in its settings.</summary>
public sealed class PlannedTests(SharedServers servers)
{
    private const string Reason = "database upgrade <CHG-1234>";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_drained_deployment_reports_it_on_the_routes_of_the_verdict_and_nowhere_else()
    {
        await using var app = await StartAsync(new TestTable(await servers.AzuriteAsync()), new() { ["Health__Drain"] = Reason });

        foreach (var path in new[] { "api/health", "api/health/ready" })
        {
            var answer = await Answer.GetAsync(app.Client, path);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "DOWN"), (answer.Code, answer.Status));
            Assert.Equal($"database.default=UP drain=DOWN(drained: {Reason})", answer.Summary);
            using var head = await app.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(path, UriKind.Relative)), Cancelled);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, head.StatusCode);
        }

        Assert.Equal((HttpStatusCode.OK, "UP"), (await Answer.GetAsync(app.Client, "api/health/live") is var live ? (live.Code, live.Status) : default));
        Assert.Equal("database.default=UP", (await Answer.GetAsync(app.Client, "api/health/database.default")).Summary);
        Assert.Equal(HttpStatusCode.OK, (await Answer.GetAsync(app.Client, "api/health/database")).Code);
        Assert.Contains(": drained</title>", await app.Client.GetStringAsync(new Uri("api/badge/overall.svg", UriKind.Relative), Cancelled), StringComparison.Ordinal);
        Assert.Contains(": up</title>", await app.Client.GetStringAsync(new Uri("api/badge/database.svg", UriKind.Relative), Cancelled), StringComparison.Ordinal);

        var body = await GetAsync(app, "api/health");
        Assert.Equal(["checks", "errors", "status"], JsonDocument.Parse(body).RootElement.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task A_drained_deployment_is_recorded_as_drained_and_its_uptime_does_not_suffer()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        await using var app = await StartAsync(table, new() { ["Health__Drain"] = Reason });

        var run = await TickAsync(app);

        Assert.Equal(("DOWN", "drained", $"drained: {Reason}"), (Text(run, "status"), Text(run, "planned"), Text(run, "error")));
        Assert.Equal(["database.default"], run.GetProperty("checks").EnumerateObject().Select(c => c.Name));
        var window = await UptimeAsync(table, run);
        Assert.Equal("""{"total":60,"up":0,"down":0,"unknown":0,"planned":1,"missing":59,"degraded":0}""", window.GetProperty("overall").GetProperty("minutes").GetRawText());
        Assert.Equal(0, window.GetProperty("overall").GetProperty("incidentCount").GetInt32());
        var checks = window.GetProperty("checks").EnumerateObject().ToList();
        Assert.Equal("database.default", Assert.Single(checks).Name);
        Assert.Equal(100, checks[0].Value.GetProperty("uptime").GetDouble());
    }

    [Fact]
    public async Task A_maintenance_window_changes_no_verdict_and_failures_in_it_are_planned()
    {
        var now = TimeProvider.System.GetUtcNow();
        var table = new TestTable(await servers.AzuriteAsync());
        await using var app = await StartAsync(table, new()
        {
            ["Health__Maintenance"] = $"{now.AddHours(-1):yyyy-MM-dd'T'HH:mm'Z'}/{now.AddHours(1):yyyy-MM-dd'T'HH:mm'Z'}",
            ["Health__Caches__default"] = "127.0.0.1:1,password=x",
        });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Answer.GetAsync(app.Client)).Code);
        var run = await TickAsync(app);
        Assert.Equal(("DOWN", "maintenance"), (Text(run, "status"), Text(run, "planned")));
        var window = await UptimeAsync(table, run);
        foreach (var failing in new[] { window.GetProperty("overall"), window.GetProperty("checks").GetProperty("cache.default") })
        {
            Assert.Equal((0, 1), (failing.GetProperty("minutes").GetProperty("down").GetInt32(), failing.GetProperty("minutes").GetProperty("planned").GetInt32()));
        }

        Assert.Equal(1, window.GetProperty("checks").GetProperty("database.default").GetProperty("minutes").GetProperty("up").GetInt32());
        Assert.Contains("Planned maintenance until", await app.Client.GetStringAsync(new Uri("api/status?lang=en", UriKind.Relative), Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Health__Drain", "two\nlines", "error: Health__Drain has a control character; it accepts a reason")]
    [InlineData("Health__Maintenance", "2026-12-01T22:00/2026-12-02T02:00", "error: Health__Maintenance has the entry")]
    public async Task A_plan_that_cannot_be_read_stops_the_start_with_one_line(string setting, string value, string line)
    {
        var result = await AppProcess.RunAsync([new(setting, value)], "--port", "0");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(line, Assert.Single(result.Output.Split('\n'), l => l.Contains("error:", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private async Task<AppProcess> StartAsync(TestTable table, Dictionary<string, string?> settings)
    {
        settings["Health__Timeout"] = "00:00:10";
        settings["Health__Databases__default"] = (await servers.PostgresAsync()).ConnectionString();
        settings["Health__History__ConnectionString"] = table.Options.ConnectionString;
        settings["Health__History__Table"] = table.Options.Table;
        settings["Health__History__Source"] = table.Options.Source;
        return await AppProcess.StartAsync(settings);
    }

    private static async Task<JsonElement> TickAsync(AppProcess app)
    {
        using var tick = await app.Client.PostAsync(
            new Uri("admin/functions/RecordHistory", UriKind.Relative), new StringContent("{}", null, "application/json"), Cancelled);
        Assert.Equal(HttpStatusCode.Accepted, tick.StatusCode);
        while (true)
        {
            // The tick runs in parallel with its answer.
            var runs = JsonDocument.Parse(await GetAsync(app, "api/history")).RootElement.GetProperty("runs");
            if (runs.GetArrayLength() > 0)
            {
                return runs[0];
            }
        }
    }

    /// <summary>Of the hour up to the end of the run's minute; the app itself computes it after that minute has passed.</summary>
    private static async Task<JsonElement> UptimeAsync(TestTable table, JsonElement run)
    {
        var time = new FakeTimeProvider(run.GetProperty("time").GetDateTimeOffset().AddMinutes(1));
        var answer = await new HistoryRoutes(table.Table, time).UptimeAsync("period=1h");
        Assert.Equal(200, answer.Status);
        return JsonDocument.Parse(answer.Body).RootElement.GetProperty("windows").GetProperty("1h");
    }

    private static async Task<string> GetAsync(AppProcess app, string path)
    {
        using var response = await app.Client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        return await response.Content.ReadAsStringAsync(Cancelled);
    }

    private static string? Text(JsonElement run, string member) => run.GetProperty(member).GetString();
}
