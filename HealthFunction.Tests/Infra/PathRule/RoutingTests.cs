using HealthFunction.Surface;

namespace HealthFunction.Tests.Infra.PathRule;

/// <summary>Which app answers, and that the health app's answers arrive unchanged.</summary>
public sealed class RoutingTests(Site site) : IClassFixture<Site>
{
    private const string UpBody =
        """{"checks":{"endpoint.app":"UP","endpoint.away":"DOWN"},"errors":{"endpoint.away":"connection refused"},"status":"UP"}""";

    [Fact]
    public async Task The_verdict_is_at_the_path_that_Front_Door_probes()
    {
        using var client = site.Nginx.Client();
        using var answer = await client.GetAsync(ServedRoute.Of(Routes.Health), Patience.Token);

        Assert.Equal((200, UpBody), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Patience.Token)));
    }

    [Theory]
    [InlineData("api/health")]
    [InlineData("api/health/")]
    [InlineData("API/Health")]
    [InlineData("api/health?format=unknown")]
    [InlineData("api/health/live")]
    [InlineData("api/health/ready")]
    [InlineData("api/health/endpoint.app")]
    [InlineData("api/health/endpoint.away")]
    [InlineData("api/health/unknown")]
    [InlineData("api/health/ready/more")]
    public async Task The_health_app_answers_below_its_path(string path)
    {
        var direct = await Answer.OfAsync(site.Health.Client, HttpMethod.Get, path);
        using var client = site.Nginx.Client();
        var through = await Answer.OfAsync(client, HttpMethod.Get, path);

        Assert.Equal(direct, through);
        Assert.DoesNotContain(ServingApp.Name, through.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("health%2Bjson")]
    [InlineData("openmetrics")]
    public async Task The_format_that_a_caller_asks_for_arrives(string format)
    {
        var direct = await Answer.OfAsync(site.Health.Client, HttpMethod.Get, $"api/health?format={format}");
        using var client = site.Nginx.Client();
        var through = await Answer.OfAsync(client, HttpMethod.Get, $"api/health?format={format}");

        // Bodies contain times, and so differ.
        Assert.Equal(direct with { Body = "" }, through with { Body = "" });
        Assert.Contains("endpoint.away", through.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Every_method_reaches_the_health_app(string method)
    {
        using var client = site.Nginx.Client();
        foreach (var path in new[] { "api/health", "api/health/endpoint.away" })
        {
            var direct = await Answer.OfAsync(site.Health.Client, new HttpMethod(method), path);

            Assert.Equal(direct, await Answer.OfAsync(client, new HttpMethod(method), path));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("api/healthy")]
    [InlineData("api/health-check")]
    [InlineData("api/health.json")]
    [InlineData("api")]
    [InlineData("api/orders?of=today")]
    [InlineData("api/status")]
    [InlineData("v2/api/health")]
    [InlineData("api/health/..%2Forders")]
    [InlineData("admin/functions/RecordHistory")]
    public async Task The_app_answers_everywhere_else(string path)
    {
        using var client = site.Nginx.Client();
        var answer = await client.GetStringAsync(path, Patience.Token);

        Assert.StartsWith($"{ServingApp.Name}\nGET /{path}\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_app_learns_the_host_that_was_asked_the_protocol_and_the_caller()
    {
        using var client = site.Nginx.Client(from: "127.0.0.5");
        using var request = new HttpRequestMessage(HttpMethod.Get, "orders") { Headers = { Host = "www.example.com" } };
        using var answer = await client.SendAsync(request, Patience.Token);

        Assert.Equal(
            [ServingApp.Name, "GET /orders", "http www.example.com", "127.0.0.5", "https"],
            (await answer.Content.ReadAsStringAsync(Patience.Token)).Split('\n'));
    }
}
