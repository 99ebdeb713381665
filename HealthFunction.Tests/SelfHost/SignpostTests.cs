using System.Net;
using System.Text.RegularExpressions;
using HealthFunction.Testing;

namespace HealthFunction.Tests.SelfHost;

public sealed partial class SignpostTests(SharedServers servers)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("health")]
    [InlineData("api/nosuch")]
    [InlineData("favicon.ico")]
    public async Task A_path_that_no_route_has_says_where_to_look(string path)
    {
        var app = await servers.AppAsync();
        using var answer = await app.Client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        var links = Link().Matches(await answer.Content.ReadAsStringAsync(Cancelled)).Select(m => m.Value).ToList();

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(3, links.Count);
        foreach (var link in links)
        {
            using var there = await app.Client.GetAsync(new Uri(link, UriKind.Relative), Cancelled);
            Assert.True(there.IsSuccessStatusCode, link);
        }
    }

    [Fact]
    public async Task A_caller_that_no_gate_admits_learns_nothing()
    {
        await using var app = await AppProcess.StartAsync(new Dictionary<string, string?> { ["Health__AllowedNetworks"] = "203.0.113.0/24" });
        using var answer = await app.Client.GetAsync(new Uri("nosuch", UriKind.Relative), Cancelled);

        Assert.Equal((HttpStatusCode.Forbidden, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled)));
    }

    [GeneratedRegex(@"/api/[a-z.]+(?<!\.)")]
    private static partial Regex Link();
}
