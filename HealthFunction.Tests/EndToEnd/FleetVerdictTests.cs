using System.Net;
using HealthFunction.Testing;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>The verdict of an app with a fleet whose other regions are frozen or gone: it is what it is without them.</summary>
public sealed class FleetVerdictTests(SharedServers servers) : IAsyncLifetime
{
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
            ["Health__Caches__default"] = (await servers.RedisAsync()).ConnectionString(),
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
        var waiting = new[] { "api/fleet", "api/status?lang=en", "api/badge/overall.svg?fleet=all" }.Select(GetAsync).ToList();
        for (var i = 0; i < 20; i++)
        {
            using var all = await GetAsync("api/health");
            Assert.Equal("""{"checks":{"cache.default":"UP"},"errors":{},"status":"UP"}""", await all.Content.ReadAsStringAsync(Token));
            Assert.Equal(HttpStatusCode.OK, all.StatusCode);
        }

        foreach (var path in new[] { "api/health/live", "api/health/ready", "api/health/cache", "api/health?format=prometheus" })
        {
            using var get = await GetAsync(path);
            using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(path, UriKind.Relative));
            using var head = await _app.Client.SendAsync(request, Token);
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (get.StatusCode, head.StatusCode));
        }

        var answers = await Task.WhenAll(waiting);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Contains("cannot be read since", await answers[1].Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task It_is_DOWN_only_by_its_own_checks()
    {
        await _app.WaitForOutputAsync("The region east cannot be reached from here");
        using var health = await GetAsync("api/health");

        Assert.Equal("""{"checks":{"cache.default":"UP"},"errors":{},"status":"UP"}""", await health.Content.ReadAsStringAsync(Token));
    }

    private Task<HttpResponseMessage> GetAsync(string path) => _app.Client.GetAsync(new Uri(path, UriKind.Relative), Token);
}
