using HealthFunction.Surface;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Infra.PathRule;

/// <summary>The line of the docs that also puts the page and the history under the app's host name.</summary>
public sealed class PagesTests
{
    [Fact]
    public async Task Every_route_of_the_health_app_is_passed_and_nothing_else()
    {
        await using var site = await Site.StartAsync();
        await using var nginx = new NginxServer(site.Health.Address.Port, site.App.Address.Port) { Location = await LocationAsync() };
        await nginx.StartAsync();
        using var client = nginx.Client();

        foreach (var route in Routes.All)
        {
            var path = ServedRoute.Of(route).Replace("{file}", "overall.svg", StringComparison.Ordinal);

            Assert.False((await BodyAsync(client, path)).StartsWith(ServingApp.Name, StringComparison.Ordinal), path);
            Assert.StartsWith(ServingApp.Name, await BodyAsync(client, $"/api/{route.FirstPart}ly"), StringComparison.Ordinal);
        }

        Assert.Contains("<html", await BodyAsync(client, ServedRoute.Of(Routes.Status)), StringComparison.Ordinal);
    }

    private static async Task<string> LocationAsync()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "where-the-verdict-counts.md"), Patience.Token);
        return Assert.Single(lines, l => l.TrimStart().StartsWith("location ", StringComparison.Ordinal)).Trim();
    }

    private static async Task<string> BodyAsync(HttpClient client, string path) => (await Answer.OfAsync(client, HttpMethod.Get, path)).Body;
}
