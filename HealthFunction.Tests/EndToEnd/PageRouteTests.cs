using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using HealthFunction.Testing;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>The routes for people, over HTTP.</summary>
public sealed partial class PageRouteTests(SharedServers servers) : IAsyncLifetime
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private AppProcess _app = null!;

    public async ValueTask InitializeAsync() => _app = await servers.AppAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_policy_lets_the_pages_own_style_and_script_run_and_nothing_else()
    {
        using var response = await GetAsync("api/status");
        var page = await response.Content.ReadAsStringAsync(Cancelled);
        var policy = Header(response, "Content-Security-Policy");

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src '{Hash(Style().Match(page).Groups[1].Value)}'", policy, StringComparison.Ordinal);
        Assert.Contains($"script-src 'self' '{Hash(Script().Match(page).Groups[1].Value)}'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.DoesNotMatch(" (on[a-z]+|style)=", Style().Replace(Script().Replace(page, ""), ""));
    }

    [Theory]
    [InlineData("api/badge/overall.svg?window=30d")]
    [InlineData("api/badge/database.default.svg")]
    [InlineData("api/jsi18n")]
    [InlineData("api/openapi.json")]
    public async Task A_caller_that_has_the_body_gets_304_without_one(string path)
    {
        using var first = await GetAsync(path);
        var tag = Header(first, "ETag");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)) { Headers = { { "If-None-Match", tag } } };

        using var second = await _app.Client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(tag, Header(second, "ETag"));
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task Many_readers_cost_each_dependency_one_run()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var app = await AppProcess.StartAsync(new Dictionary<string, string?>
        {
            ["Health__Timeout"] = "00:00:10",
            ["Health__MaxAge"] = "00:10:00",
            ["Health__Caches__default"] = redis.ConnectionString(),
        });
        await Until.TrueAsync(async () => await redis.ProbesAsync() > 0, "the app has made its start");
        await redis.ResetCommandCountsAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => app.Client.GetByteArrayAsync(new Uri("api/status", UriKind.Relative), Cancelled)));

        // Requests before the start of the first run share it, those during it share the next.
        Assert.InRange(await redis.ProbesAsync(), 1, 2);

        await redis.ResetCommandCountsAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => app.Client.GetByteArrayAsync(new Uri("api/badge/overall.svg", UriKind.Relative), Cancelled)));
        Assert.Equal(0, await redis.ProbesAsync());
    }

    [Fact]
    public async Task The_language_comes_from_the_query_or_the_header()
    {
        Assert.Contains("<html lang=\"pl\"", await _app.Client.GetStringAsync(new Uri("api/status?lang=pl", UriKind.Relative), Cancelled), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("api/status", UriKind.Relative)) { Headers = { { "Accept-Language", "it, ja;q=0.8, de;q=0.5" } } };
        using var response = await _app.Client.SendAsync(request, Cancelled);

        Assert.Contains("<html lang=\"ja\"", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal("ja", response.Content.Headers.ContentLanguage.Single());
        Assert.Contains("Accept-Language", response.Headers.Vary);
    }

    [Theory]
    [InlineData("api/badge/nosuch.svg", 404)]
    [InlineData("api/badge/database.default", 404)]
    [InlineData("api/badge/database.default.svg?window=31d", 400)]
    [InlineData("api/jsi18n?domain=nosuch", 404)]
    [InlineData("api/jsi18n?packages=nosuch", 404)]
    public async Task A_missing_page_is_a_problem_answer(string path, int status)
    {
        using var response = await GetAsync(path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("api/badge/overall.svg", "status: up")]
    [InlineData("api/badge/overall.svg?v=2&_=1&style=flat", "status: up")]
    [InlineData("api/badge/database.svg", "database: up")]
    [InlineData("api/badge/cache.default.svg", "cache.default: up")]
    [InlineData("api/badge/overall.svg?window=24h", "uptime 24h: cannot be read")]
    [InlineData("api/badge/table.default.svg?window=90d", "table.default 90d: cannot be read")]
    public async Task A_badge_says_the_state_or_the_uptime(string path, string title)
    {
        using var response = await GetAsync(path);

        Assert.Equal("image/svg+xml; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=30", Header(response, "Cache-Control"));
        Assert.Contains($"<title id=\"t\">{title}</title>", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> GetAsync(string path) => _app.Client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);

    private static string Header(HttpResponseMessage response, string name) => string.Join(", ", response.Headers.GetValues(name));

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
