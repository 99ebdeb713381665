using System.Net;
using System.Text.Json;
using HealthFunction.Testing;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>Groups, words and periods that are made by settings alone.</summary>
public sealed class TraitTests(SharedServers servers)
{
    [Fact]
    public async Task A_group_of_the_settings_is_a_route_and_a_check_with_a_period_is_answered_with_its_age()
    {
        var redis = await servers.RedisAsync();
        await using var app = await AppProcess.StartAsync(new Dictionary<string, string?>
        {
            ["Health__Databases__orders"] = await (await servers.PostgresAsync()).CreateDatabaseAsync("traits"),
            ["Health__Databases__orders__Tags"] = "checkout,reporting",
            ["Health__Caches__carts"] = redis.ConnectionString(),
            ["Health__Caches__carts__Tags"] = "checkout",
            ["Health__Caches__carts__Description"] = "The carts of the shop",
            ["Health__Caches__carts__Link"] = "https://example.com/runbook?id=carts&v=2",
            ["Health__Caches__carts__Critical"] = "false",
            ["Health__Caches__carts__Every"] = "01:00:00",
        });

        Assert.Equal("database.orders=UP cache.carts=UP", (await Answer.GetAsync(app.Client, "api/health/checkout")).Summary);
        Assert.Equal("database.orders=UP", (await Answer.GetAsync(app.Client, "api/health/Reporting")).Summary);

        using var kept = await app.Client.GetAsync(new Uri("api/health/cache.carts?format=ui", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Assert.NotNull(kept.Headers.Age);
        using var json = JsonDocument.Parse(await kept.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var entry = json.RootElement.GetProperty("entries").GetProperty("cache.carts");
        Assert.Equal("The carts of the shop", entry.GetProperty("description").GetString());
        Assert.Equal("https://example.com/runbook?id=carts&v=2", entry.GetProperty("data").GetProperty("link").GetString());
        Assert.True(entry.GetProperty("data").GetProperty("ageSeconds").GetDouble() >= 0);
        Assert.Equal(["checkout"], entry.GetProperty("tags").EnumerateArray().Select(t => t.GetString()));

        using var fresh = await app.Client.GetAsync(new Uri("api/health/database.orders", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Null(fresh.Headers.Age);

        var page = await app.Client.GetStringAsync(new Uri("api/status", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("<p>The carts of the shop <a href=\"https://example.com/runbook?id=carts&amp;v=2\">example.com</a></p>", page, StringComparison.Ordinal);
    }
}
