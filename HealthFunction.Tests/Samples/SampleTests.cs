using System.Net;
using System.Text.Json;
using HealthFunction.Testing;
using HealthFunction.Tests.EndToEnd;
using HealthFunction.Tests.History;

namespace HealthFunction.Tests.Samples;

/// <summary>
/// Apps that embed HealthFunction from the packed packages serve its whole surface, and their own routes are not affected.
/// </summary>
public sealed class SampleTests(SharedServers servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Sample.Web)]
    [InlineData(Sample.Functions)]
    public async Task It_serves_the_whole_surface_below_its_own_prefix_with_its_own_check(string name)
    {
        await using var sample = await StartAsync(name);

        Assert.Equal("database.default=UP cache.default=UP table.default=UP orders.book=UP", (await Answer.GetAsync(sample.Client, "shop/health")).Summary);
        Assert.Equal("", (await Answer.GetAsync(sample.Client, "shop/health/live")).Summary);
        Assert.Equal("UP", (await Answer.GetAsync(sample.Client, "shop/health/ready")).Status);
        Assert.Equal("orders.book=UP", (await Answer.GetAsync(sample.Client, "shop/health/orders.book")).Summary);
        await sample.TickAsync();
        await Until.TrueAsync(async () => (await RunsAsync(sample)).GetArrayLength() > 0, "a run is recorded");
        Assert.Equal("UP", (await RunsAsync(sample))[0].GetProperty("checks").GetProperty("orders.book").GetProperty("status").GetString());
        Assert.Contains("<article id=\"orders.book\"", await TextAsync(sample, "shop/status"), StringComparison.Ordinal);
        Assert.Contains("<svg", await TextAsync(sample, "shop/badge/orders.book.svg"), StringComparison.Ordinal);
        Assert.Contains("\"orders.book\"", await TextAsync(sample, "shop/uptime?period=24h"), StringComparison.Ordinal);
        Assert.Contains("django", await TextAsync(sample, "shop/jsi18n"), StringComparison.Ordinal);
        Assert.Contains("\"openapi\"", await TextAsync(sample, "shop/openapi.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Sample.Web)]
    [InlineData(Sample.Functions)]
    public async Task Its_own_routes_and_its_prefix_are_untouched(string name)
    {
        await using var sample = await StartAsync(name);

        using var order = await sample.Client.PostAsync(new Uri(sample.OwnRoute, UriKind.Relative), null, Cancelled);
        using var elsewhere = await sample.Client.GetAsync(new Uri("api/health", UriKind.Relative), Cancelled);

        Assert.Equal((HttpStatusCode.Created, "Order 1"), (order.StatusCode, await order.Content.ReadAsStringAsync(Cancelled)));
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Theory]
    [InlineData(Sample.Web)]
    [InlineData(Sample.Functions)]
    public async Task A_wrong_setting_stops_it_with_one_line(string name)
    {
        var end = await Sample.RunAsync(name, "Health__Timeout", "soon");

        Assert.Equal(1, end.ExitCode);
        Assert.StartsWith("Health__Timeout is \"soon\"; it accepts a duration as hh:mm:ss", Assert.Single(end.Output.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> RunsAsync(Sample sample) =>
        JsonDocument.Parse(await TextAsync(sample, "shop/history")).RootElement.GetProperty("runs");

    private static Task<string> TextAsync(Sample sample, string path) => sample.Client.GetStringAsync(new Uri(path, UriKind.Relative), Cancelled);

    private async Task<Sample> StartAsync(string name)
    {
        var azurite = await servers.AzuriteAsync();
        var table = new TestTable(azurite);
        return await Sample.StartAsync(name, new Dictionary<string, string?>
        {
            // Longer than a busy machine needs.
            ["Health__Timeout"] = "00:00:30",
            ["Health__Databases__default"] = (await servers.PostgresAsync()).ConnectionString(),
            ["Health__Caches__default"] = (await servers.RedisAsync()).ConnectionString(),
            ["Health__Tables__default"] = azurite.ConnectionString(),
            ["Health__History__ConnectionString"] = azurite.ConnectionString(),
            ["Health__History__Table"] = table.Options.Table,
            ["HistorySchedule"] = "* * * * * *",
        });
    }
}
