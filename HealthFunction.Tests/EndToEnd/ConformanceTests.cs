using System.Net;
using System.Text.Json;
using HealthFunction.Testing;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>
/// The behaviours of djblets' HealthCheckView that its users rely on, one test each, over HTTP and on real servers. Where
/// HealthFunction decides otherwise on purpose (a value other than the one written is no proof of life, a check has a
/// deadline, no exception text reaches a caller), the test holds the decision.
/// </summary>
public sealed class ConformanceTests(SharedServers servers) : IAsyncLifetime
{
    private static readonly string[] Members = ["checks", "errors", "status"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private HttpClient _client = null!;

    public async ValueTask InitializeAsync() => _client = (await servers.AppAsync()).Client;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task All_up_is_200_with_the_three_members_in_order_and_databases_first()
    {
        using var response = await _client.GetAsync(new Uri("api/health", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            """{"checks":{"database.default":"UP","cache.default":"UP","table.default":"UP"},"errors":{},"status":"UP"}""",
            await response.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Any_failure_is_503_and_errors_holds_the_failing_checks_only()
    {
        await using var app = await StartAsync(("Health__Caches__default", "127.0.0.1:1,password=x"), ("Health__Databases__default", await DatabaseAsync()));

        var answer = await Answer.GetAsync(app.Client);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Code);
        Assert.Equal("DOWN", answer.Status);
        Assert.Equal("database.default=UP cache.default=DOWN(connection refused)", answer.Summary);
    }

    [Fact]
    public async Task All_checks_run_though_the_first_one_fails()
    {
        await using var app = await StartAsync(
            ("Health__Databases__a", "Host=127.0.0.1;Port=1;Username=x;Password=y"),
            ("Health__Databases__b", await DatabaseAsync()),
            ("Health__Caches__c", (await servers.RedisAsync()).ConnectionString()));

        Assert.Equal("database.a=DOWN(connection refused) database.b=UP cache.c=UP", (await Answer.GetAsync(app.Client)).Summary);
    }

    [Fact]
    public async Task Nothing_configured_is_empty_and_up()
    {
        await using var app = await StartAsync();

        Assert.Equal("""{"checks":{},"errors":{},"status":"UP"}""", await app.Client.GetStringAsync(new Uri("api/health", UriKind.Relative), Cancelled));
    }

    [Theory]
    [InlineData("api/health")]
    [InlineData("api/health/live")]
    [InlineData("api/health/database.default")]
    [InlineData("api/health?format=prometheus")]
    public async Task HEAD_answers_as_GET_does_and_without_a_body(string path)
    {
        using var get = await _client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(path, UriKind.Relative));
        using var head = await _client.SendAsync(request, Cancelled);

        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(Names(get), Names(head));
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task OPTIONS_is_200_with_the_methods()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri("api/health", UriKind.Relative));
        using var response = await _client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS"], response.Content.Headers.Allow);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("TRACE")]
    [InlineData("BREW")]
    public async Task Any_other_method_is_405_with_the_methods_that_are_answered(string method)
    {
        foreach (var path in new[] { "api/health", "api/health/live", "api/health/ready", "api/health/cache.default" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
            using var response = await _client.SendAsync(request, Cancelled);

            Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
            Assert.Equal(["GET", "HEAD", "OPTIONS"], response.Content.Headers.Allow);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        }
    }

    [Fact]
    public async Task A_cache_is_up_when_it_returns_the_value_that_was_written()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var app = await StartAsync(("Health__Caches__default", redis.ConnectionString()));
        Assert.Equal("cache.default=UP", (await Answer.GetAsync(app.Client)).Summary);
        await redis.ResetCommandCountsAsync();

        await Answer.GetAsync(app.Client);

        var counts = await redis.CommandCountsAsync();
        Assert.Equal((1, 1), (counts["set"], counts["get"]));
    }

    [Fact]
    public async Task A_database_is_up_when_it_has_executed_a_statement()
    {
        await using var postgres = new PostgresServer();
        await postgres.StartAsync();
        var database = await postgres.CreateDatabaseAsync("probed");
        await using var app = await StartAsync(("Health__Databases__default", database));
        Assert.Equal("database.default=UP", (await Answer.GetAsync(app.Client)).Summary);
        await postgres.ResetStatementsAsync();

        await Answer.GetAsync(app.Client);

        Assert.Equal(1, await postgres.StatementsAsync("probed"));
    }

    [Fact]
    public async Task Each_failure_is_logged_and_no_exception_text_reaches_the_caller()
    {
        await using var app = await StartAsync(("Health__Databases__default", "Host=127.0.0.1;Port=1;Username=somebody;Password=hunter2hunter2"));

        using var response = await app.Client.GetAsync(new Uri("api/health", UriKind.Relative), Cancelled);
        var body = await response.Content.ReadAsStringAsync(Cancelled);

        Assert.Equal("""{"checks":{"database.default":"DOWN"},"errors":{"database.default":"connection refused"},"status":"DOWN"}""", body);
        await app.WaitForOutputAsync("Health check database.default is Down: connection refused");
        Assert.DoesNotContain("hunter2", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_outside_the_allowed_networks_get_an_empty_403_and_a_log_line_and_cause_no_probe()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var app = await StartAsync(("Health__AllowedNetworks", "192.0.2.0/24"), ("Health__Caches__default", redis.ConnectionString()));
        await Until.TrueAsync(async () => await redis.ProbesAsync() > 0, "the app has made its start");

        using var response = await app.Client.GetAsync(new Uri("api/health", UriKind.Relative), Cancelled);
        using var live = await app.Client.GetAsync(new Uri("api/health/live", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        await app.WaitForOutputAsync("Refused a request from 127.0.0.1");
        Assert.Equal(1, await redis.ProbesAsync());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("192.0.2.1, 127.0.0.1")]
    public async Task Callers_inside_the_allowed_networks_are_answered(string networks)
    {
        await using var app = await StartAsync(("Health__AllowedNetworks", networks));

        Assert.Equal("UP", (await Answer.GetAsync(app.Client)).Status);
    }

    [Fact]
    public async Task A_malformed_network_stops_the_start()
    {
        var result = await AppProcess.RunAsync([new("Health__AllowedNetworks", "10.0.0.1/8")], "--port", "0");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("Health__AllowedNetworks has the entry \"10.0.0.1/8\"; it accepts", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_are_not_to_be_cached()
    {
        using var response = await _client.GetAsync(new Uri("api/health", UriKind.Relative), Cancelled);

        Assert.Equal("no-store, no-cache", string.Join(", ", response.Headers.GetValues("Cache-Control")));
    }

    [Fact]
    public async Task Every_answer_has_the_three_members_in_this_order()
    {
        foreach (var path in new[] { "api/health", "api/health/live", "api/health/ready", "api/health/database", "api/health/cache.default" })
        {
            using var json = JsonDocument.Parse(await _client.GetStringAsync(new Uri(path, UriKind.Relative), Cancelled));
            Assert.Equal(Members, json.RootElement.EnumerateObject().Select(p => p.Name));
        }
    }

    private static Task<AppProcess> StartAsync(params (string Name, string Value)[] settings) =>
        AppProcess.StartAsync(settings.Append((Name: "Health__Timeout", Value: "00:00:10")).Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)));

    private static IEnumerable<string> Names(HttpResponseMessage response) =>
        response.Headers.Concat(response.Content.Headers).Select(h => h.Key).Order(StringComparer.Ordinal);

    private async Task<string> DatabaseAsync() => (await servers.PostgresAsync()).ConnectionString();
}
