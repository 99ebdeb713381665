using System.Net;
using System.Text.Json;
using HealthFunction.Checks;
using HealthFunction.Functions;
using HealthFunction.Settings;
using HealthFunction.Tests.Fixtures;
using HealthFunction.Tests.History;
using HealthFunction.Tests.SelfHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Functions;

public sealed class HistoryFunctionTests(SharedServers servers)
{
    [Fact]
    public async Task A_tick_is_recorded_and_can_be_asked_for()
    {
        await using var host = await StartAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await RunOnceAsync(host)).StatusCode);
        JsonElement run;
        while (!TryFirst(await JsonAsync(host, "api/history"), out run))
        {
            // The tick runs beside its answer.
            await Task.Yield();
        }

        Assert.Equal("DOWN", run.GetProperty("status").GetString());
        Assert.Equal("UP", run.GetProperty("checks").GetProperty("good").GetProperty("status").GetString());
        Assert.Equal("bad: check failed", run.GetProperty("error").GetString());
        var uptime = await JsonAsync(host, "api/uptime?period=24h");
        var incident = uptime.GetProperty("windows").GetProperty("24h").GetProperty("checks").GetProperty("bad").GetProperty("incidents")[0];
        Assert.True(incident.GetProperty("ongoing").GetBoolean());
    }

    [Theory]
    [InlineData("GET", 200)]
    [InlineData("OPTIONS", 200)]
    [InlineData("HEAD", 405)]
    [InlineData("POST", 405)]
    [InlineData("DELETE", 405)]
    public async Task History_and_uptime_answer_GET_only_and_say_so(string method, int status)
    {
        await using var host = await StartAsync();
        foreach (var path in new[] { "api/history", "api/uptime" })
        {
            var answer = await host.SendAsync(method, path);
            Assert.Equal(status, (int)answer.StatusCode);
            if (method != "GET")
            {
                Assert.Equal(["GET", "OPTIONS"], answer.Content.Headers.Allow);
            }
        }
    }

    [Fact]
    public async Task A_bad_parameter_is_400_with_a_problem()
    {
        await using var host = await StartAsync();
        var answer = await host.SendAsync("GET", "api/history?limit=0");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    private static bool TryFirst(JsonElement history, out JsonElement run)
    {
        var runs = history.GetProperty("runs");
        run = runs.GetArrayLength() > 0 ? runs[0] : default;
        return runs.GetArrayLength() > 0;
    }

    private static Task<HttpResponseMessage> RunOnceAsync(HostUnderTest host) =>
        host.Client.PostAsync("admin/functions/RecordHistory", new StringContent("{}", null, "application/json"), Patience.Token);

    private static async Task<JsonElement> JsonAsync(HostUnderTest host, string path)
    {
        await using var body = await host.Client.GetStreamAsync(path, Patience.Token);
        return (await JsonDocument.ParseAsync(body, default, Patience.Token)).RootElement;
    }

    private async Task<HostUnderTest> StartAsync()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        var host = new HostUnderTest
        {
            HostJson = """{"version": "2.0", "extensions": {"http": {"routePrefix": "api"}}}""",
            Services = services =>
            {
                services.AddHealthSettings().AddHealthRunner().AddHistory();
                HealthFunction.Access.AccessServices.AddAccessGate(services);
                services.AddHealthChecks()
                    .AddCheck("good", () => HealthCheckResult.Healthy())
                    .AddCheck("bad", () => HealthCheckResult.Unhealthy());
            },
        };
        host.Environment["AzureWebJobsStorage"] = table.Options.ConnectionString;
        host.Environment["Health__History__Table"] = table.Options.Table;
        host.Environment["HistorySchedule"] = "0 0 0 1 1 *";
        await host.StartAsync(typeof(HistoryEndpoint), typeof(UptimeEndpoint), typeof(RecordHistory));
        return host;
    }
}
