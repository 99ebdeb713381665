using System.Globalization;
using System.Text.RegularExpressions;
using HealthFunction.Checks;
using HealthFunction.Tests.Worker;

namespace HealthFunction.Tests.Infra.PathRule;

/// <summary>One of the two apps is dead or slow: the probe gets no 200 that neither app sent.</summary>
public sealed partial class NoVerdictTests
{
    private static readonly Answer NoVerdict =
        new(503, "text/plain", "no-store, no-cache", "", "no verdict: the health app does not answer\n");

    [Fact]
    public async Task A_dead_health_app_is_503_while_the_app_goes_on()
    {
        await using var site = await Site.StartAsync();
        using var client = site.Nginx.Client();
        Assert.Equal(200, (await Answer.OfAsync(client, HttpMethod.Get, "api/health")).Status);

        await site.Health.KillAsync();

        foreach (var path in new[] { "api/health", "api/health/live", "api/health/endpoint.app", "API/health" })
        {
            Assert.Equal(NoVerdict, await Answer.OfAsync(client, HttpMethod.Get, path));
            Assert.Equal(NoVerdict with { Body = "" }, await Answer.OfAsync(client, HttpMethod.Head, path));
            Assert.Equal(NoVerdict, await Answer.OfAsync(client, HttpMethod.Options, path));
        }

        Assert.Equal(200, (await Answer.OfAsync(client, HttpMethod.Get, "api/orders")).Status);
    }

    [Fact]
    public async Task A_health_app_that_hangs_is_503()
    {
        await using var site = await Site.StartAsync();
        site.Health.Freeze();
        using var client = site.Nginx.Client();

        Assert.Equal(NoVerdict, await Answer.OfAsync(client, HttpMethod.Get, "api/health"));
    }

    [Fact]
    public async Task A_dead_app_is_DOWN_although_the_health_app_lives()
    {
        await using var site = await Site.StartAsync();
        using var client = site.Nginx.Client();
        Assert.Equal(200, (await Answer.OfAsync(client, HttpMethod.Get, "api/health")).Status);

        await site.App.DisposeAsync();

        var answer = await Answer.OfAsync(client, HttpMethod.Get, "api/health");
        Assert.Equal(503, answer.Status);
        Assert.Contains("\"endpoint.app\":\"DOWN\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_slowest_verdict_arrives()
    {
        await using var slow = await HeldEndpoint.StartAsync();
        await using var site = await Site.StartAsync(new KeyValuePair<string, string?>("Health__Endpoints__slow", slow.Url.ToString()));
        using var client = site.Nginx.Client();
        slow.Hold();

        // The second has to wait for the end of the first one's run, and then for its own.
        var first = Answer.OfAsync(client, HttpMethod.Get, "api/health");
        await slow.WhenHoldingAsync();
        var second = Answer.OfAsync(client, HttpMethod.Get, "api/health");

        foreach (var answer in await Task.WhenAll(first, second))
        {
            Assert.Equal(503, answer.Status);
            Assert.Contains("\"endpoint.slow\":", answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_recipe_waits_longer_than_the_longest_answer()
    {
        var recipe = await File.ReadAllTextAsync(NginxServer.Recipe, Patience.Token);
        var seconds = int.Parse(ReadTimeout().Match(recipe).Groups[1].Value, CultureInfo.InvariantCulture);

        Assert.True(TimeSpan.FromSeconds(seconds) > 2 * new CheckOptions().Timeout);
    }

    [GeneratedRegex(@"proxy_read_timeout (\d+)s;")]
    private static partial Regex ReadTimeout();
}
