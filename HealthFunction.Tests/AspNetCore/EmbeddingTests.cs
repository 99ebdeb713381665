using System.Net;
using System.Text.Json;
using HealthFunction.Testing;
using HealthFunction.Tests.History;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HealthFunction.Tests.AspNetCore;

/// <summary>HealthFunction inside a web app that has its own routes, checks and services.</summary>
public sealed class EmbeddingTests(SharedServers servers)
{
    [Fact]
    public async Task The_apps_own_checks_are_part_of_the_answer_behind_those_of_the_settings()
    {
        await using var app = await WebAppUnderTest.StartAsync(
            builder => builder.Services.AddHealthChecks().AddCheck("queue.orders", () => HealthCheckResult.Healthy()),
            ("Health:Endpoints:web", "http://127.0.0.1:1/"));

        using var answer = await app.SendAsync("GET", "api/health");

        Assert.Equal(
            """{"checks":{"endpoint.web":"DOWN","queue.orders":"UP"},"errors":{"endpoint.web":"connection refused"},"status":"DOWN"}""",
            await answer.Content.ReadAsStringAsync(Patience.Token));
    }

    [Fact]
    public async Task A_check_that_was_registered_before_is_part_of_the_answer_as_well_and_adding_twice_is_adding_once()
    {
        await using var app = await WebAppUnderTest.StartAsync(builder => builder.AddHealthFunction().AddCheck("queue.orders", () => HealthCheckResult.Healthy()));

        using var answer = await app.SendAsync("GET", "api/health");

        Assert.Equal("""{"checks":{"queue.orders":"UP"},"errors":{},"status":"UP"}""", await answer.Content.ReadAsStringAsync(Patience.Token));
    }

    [Theory]
    [InlineData("internal/status", "/internal/status/health")]
    [InlineData("", "/health")]
    [InlineData("/slashed/", "/slashed/health")]
    public async Task The_prefix_is_the_apps_choice(string prefix, string path)
    {
        await using var app = new WebAppUnderTest { Routes = a => a.MapHealthFunction(prefix) };
        await app.StartAsync();

        using var answer = await app.SendAsync("GET", path);
        using var elsewhere = await app.SendAsync("GET", "/api/health");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (answer.StatusCode, elsewhere.StatusCode));
    }

    [Fact]
    public async Task A_route_that_is_left_out_is_free_for_the_apps_own()
    {
        await using var app = new WebAppUnderTest
        {
            Routes = a =>
            {
                a.MapHealthFunction(without: ["status", "Badge"]);
                a.MapGet("/api/status", () => "of the app");
            },
        };
        await app.StartAsync();

        using var status = await app.SendAsync("GET", "api/status");
        using var badge = await app.SendAsync("GET", "api/badge/overall.svg");
        using var health = await app.SendAsync("GET", "api/health");

        Assert.Equal("of the app", await status.Content.ReadAsStringAsync(Patience.Token));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (badge.StatusCode, health.StatusCode));
    }

    [Fact]
    public void A_route_to_leave_out_that_does_not_exist_is_an_error_that_lists_the_routes()
    {
        var app = new WebAppUnderTest { Routes = a => a.MapHealthFunction(without: ["page"]) };

        var fault = Assert.Throws<ArgumentException>(app.Build);

        Assert.StartsWith("There is no route page; there are health, history, uptime, fleet, plans, feed, status, badge, jsi18n, openapi.json.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mapping_without_adding_first_is_an_error_with_the_reason()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        Assert.Contains("AddHealthFunction", Assert.Throws<InvalidOperationException>(() => app.MapHealthFunction()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_apps_conventions_hold_for_every_route()
    {
        await using var app = new WebAppUnderTest { Routes = a => a.MapHealthFunction().AddEndpointFilterFactory((_, next) => next).RequireHost("health.example") };
        await app.StartAsync();

        using var elsewhere = await app.SendAsync("GET", "api/health");
        app.Client.DefaultRequestHeaders.Host = "health.example";
        using var there = await app.SendAsync("GET", "api/health");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (elsewhere.StatusCode, there.StatusCode));
    }

    [Fact]
    public async Task A_wrong_setting_stops_the_start_with_one_failure_for_each_fault()
    {
        await using var app = new WebAppUnderTest { Settings = { ["Health:Timeout"] = "soon", ["Health:Colour"] = "blue" } };

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => app.Build().StartAsync(Patience.Token));

        Assert.Collection(
            fault.Failures,
            line => Assert.StartsWith("Health__Timeout is \"soon\"", line, StringComparison.Ordinal),
            line => Assert.StartsWith("Health__Colour is no setting", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Faults_of_the_settings_and_of_registered_checks_are_reported_together()
    {
        await using var app = new WebAppUnderTest
        {
            Settings = { ["Health:Timeout"] = "soon" },
            Services = builder => builder.Services.AddHealthChecks().AddCheck("live", () => HealthCheckResult.Healthy()),
        };

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => app.Build().StartAsync(Patience.Token));

        Assert.Equal(2, fault.Failures.Count());
    }

    [Theory]
    [InlineData("GET", 200)]
    [InlineData("HEAD", 200)]
    [InlineData("OPTIONS", 200)]
    [InlineData("POST", 405)]
    [InlineData("DELETE", 405)]
    public async Task History_and_uptime_are_read_and_say_so(string method, int status)
    {
        await using var app = await StartWithHistoryAsync();
        foreach (var path in new[] { "api/history", "api/uptime" })
        {
            using var answer = await app.SendAsync(method, path);

            Assert.Equal(status, (int)answer.StatusCode);
            if (method is not ("GET" or "HEAD"))
            {
                Assert.Equal(["GET", "HEAD", "OPTIONS"], answer.Content.Headers.Allow);
            }
        }
    }

    [Fact]
    public async Task The_timer_records_and_its_runs_can_be_read()
    {
        await using var app = await StartWithHistoryAsync();
        app.App.Services.GetRequiredService<HealthFunction.AspNetCore.Timers.RecordingTimer>().RecordSoon();
        JsonElement run = default;
        await Until.TrueAsync(async () => TryFirst(await JsonAsync(app, "api/history"), out run), "the run is recorded");

        Assert.Equal("DOWN", run.GetProperty("status").GetString());
        Assert.Equal("UP", run.GetProperty("checks").GetProperty("good").GetProperty("status").GetString());
        Assert.Equal("bad: check failed", run.GetProperty("error").GetString());
        var uptime = await JsonAsync(app, "api/uptime?period=24h");
        var incident = uptime.GetProperty("windows").GetProperty("24h").GetProperty("checks").GetProperty("bad").GetProperty("incidents")[0];
        Assert.True(incident.GetProperty("ongoing").GetBoolean());
    }

    [Fact]
    public async Task A_bad_parameter_is_400_with_a_problem()
    {
        await using var app = await StartWithHistoryAsync();

        using var answer = await app.SendAsync("GET", "api/history?limit=0");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_request_that_comes_before_the_listener_closes_is_unknown_and_503_and_costs_no_probe()
    {
        var attempts = 0;
        await using var app = await WebAppUnderTest.StartAsync(builder => builder.Services.AddHealthChecks().AddCheck("queue.orders", () =>
        {
            attempts++;
            return HealthCheckResult.Healthy();
        }));
        using var before = await app.SendAsync("GET", "/api/health");

        app.App.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        using var late = await app.SendAsync("GET", "/api/health");
        using var live = await app.SendAsync("GET", "/api/health/live");

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.Equal(
            """{"checks":{"queue.orders":"UNKNOWN"},"errors":{"queue.orders":"shutting down"},"status":"UNKNOWN"}""",
            await late.Content.ReadAsStringAsync(Patience.Token));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(1, attempts);
    }

    private static bool TryFirst(JsonElement history, out JsonElement run)
    {
        var runs = history.GetProperty("runs");
        run = runs.GetArrayLength() > 0 ? runs[0] : default;
        return runs.GetArrayLength() > 0;
    }

    private static async Task<JsonElement> JsonAsync(WebAppUnderTest app, string path)
    {
        await using var body = await app.Client.GetStreamAsync(new Uri(path, UriKind.Relative), Patience.Token);
        return (await JsonDocument.ParseAsync(body, default, Patience.Token)).RootElement;
    }

    private async Task<WebAppUnderTest> StartWithHistoryAsync()
    {
        var table = new TestTable(await servers.AzuriteAsync());
        return await WebAppUnderTest.StartAsync(
            builder => builder.Services.AddHealthChecks()
                .AddCheck("good", () => HealthCheckResult.Healthy())
                .AddCheck("bad", () => HealthCheckResult.Unhealthy()),
            ("AzureWebJobsStorage", table.Options.ConnectionString),
            ("Health:History:Table", table.Options.Table));
    }
}
