using System.Net;
using System.Text.RegularExpressions;
using HealthFunction.Testing;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>The verdict of an app with a fleet whose other regions are frozen or gone: it is what it is without them.</summary>
public sealed partial class FleetVerdictTests(SharedServers servers) : IAsyncLifetime
{
    private const string Up = """{"checks":{"database.default":"UP","cache.default":"UP","table.default":"UP"},"errors":{},"status":"UP"}""";

    private readonly AzuriteServer _frozen = new();
    private readonly PortLease _nobody = PortLease.Take();
    private AppProcess _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _frozen.StartAsync();
        _app = await AppProcess.StartAsync(new Dictionary<string, string?>
        {
            ["Health__Timeout"] = "00:00:10",
            ["HistorySchedule"] = "* * * * * *",
            ["Health__Databases__default"] = (await servers.PostgresAsync()).ConnectionString(),
            ["Health__Caches__default"] = (await servers.RedisAsync()).ConnectionString(),
            ["Health__Tables__default"] = (await servers.AzuriteAsync()).ConnectionString(),
            ["Health__History__ConnectionString"] = (await servers.AzuriteAsync()).ConnectionString(),
            ["Health__History__Table"] = $"Verdict{Environment.ProcessId}",
            ["Health__History__Source"] = "west",
            ["Health__Fleet__east"] = _frozen.ConnectionString(),
            ["Health__Fleet__east__Url"] = $"http://127.0.0.1:{_nobody.Port}/api/health/live",
        });
        _frozen.Freeze();
    }

    public async ValueTask DisposeAsync()
    {
        _frozen.Resume();
        await _app.DisposeAsync();
        await _frozen.DisposeAsync();
        _nobody.Dispose();
    }

    [Fact]
    public async Task It_is_answered_while_the_fleet_page_and_badge_wait_for_a_region_that_is_frozen()
    {
        // All of these wait for the frozen region; the verdicts below are asked meanwhile.
        var waiting = new[] { "api/fleet", "api/fleet?format=openmetrics", "api/status?lang=en", "api/badge/overall.svg?fleet=all" }.Select(GetAsync).ToList();
        for (var i = 0; i < 20; i++)
        {
            using var all = await GetAsync("api/health");
            Assert.Equal(Up, await all.Content.ReadAsStringAsync(Token));
            Assert.Equal(HttpStatusCode.OK, all.StatusCode);
        }

        var answers = await Task.WhenAll(waiting);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Contains("cannot be read since", await answers[2].Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task Every_format_and_method_of_it_is_what_it_is_without_a_fleet()
    {
        var alone = await servers.AppAsync();
        foreach (var route in new[] { "health", "health/live", "health/ready", "health/cache", "health/cache.default", "health/nosuch" })
        {
            foreach (var format in new[] { "json", "health%2Bjson", "ui", "openmetrics", "prometheus", "nosuch" })
            {
                foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Options, HttpMethod.Post })
                {
                    var path = $"api/{route}?format={format}";
                    Assert.Equal(await AnswerAsync(alone, method, path), await AnswerAsync(_app, method, path));
                }
            }
        }
    }

    [Fact]
    public async Task It_is_DOWN_only_by_its_own_checks()
    {
        await _app.WaitForOutputAsync("The region east cannot be reached from here");
        using var health = await GetAsync("api/health");

        Assert.Equal(Up, await health.Content.ReadAsStringAsync(Token));
    }

    private Task<HttpResponseMessage> GetAsync(string path) => _app.Client.GetAsync(new Uri(path, UriKind.Relative), Token);

    /// <summary>The answer without its figures and times.</summary>
    private static async Task<string> AnswerAsync(AppProcess app, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        using var answer = await app.Client.SendAsync(request, Token);
        var headers = answer.Headers.Concat(answer.Content.Headers).Select(header => header.Key).Order(StringComparer.Ordinal);
        var body = await answer.Content.ReadAsStringAsync(Token);
        return $"{method} {path}\n{answer.StatusCode} {answer.Content.Headers.ContentType}\n{string.Join(' ', headers)}\n{Figure().Replace(body, "0")}";
    }

    [GeneratedRegex("[0-9][0-9.:TZE+-]*")]
    private static partial Regex Figure();
}
