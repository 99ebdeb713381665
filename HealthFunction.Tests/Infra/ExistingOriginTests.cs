namespace HealthFunction.Tests.Infra;

/// <summary>Existing apps that embed HealthFunction: their own verdicts route their users.</summary>
[Collection(InfrastructureTests.Name)]
public sealed class ExistingOriginTests(InfrastructureFixture infrastructure)
{
    private Deployment Deployment => infrastructure.BesideApps;

    [Fact]
    public void Each_is_an_origin_under_its_own_host_name() => Assert.Equal(
        [
            ("app-weu-example-net", "App-weu.example.net", 1, 1000),
            ("app-neu-example-net", "app-neu.example.net", 2, 100),
        ],
        Members("apps").Select(o => (
            o.Name.Split('/')[^1],
            o.Property("hostName")!.GetValue<string>(),
            o.Property("priority")!.GetValue<int>(),
            o.Property("weight")!.GetValue<int>())));

    [Fact]
    public void Each_is_sent_the_name_that_its_certificate_is_checked_for() => Assert.All(Members("apps"), origin =>
    {
        Assert.Equal(origin.Property("hostName")!.GetValue<string>(), origin.Property("originHostHeader")!.GetValue<string>());
        Assert.True(origin.Property("enforceCertificateNameCheck")!.GetValue<bool>());
    });

    [Fact]
    public void They_are_probed_below_their_own_prefix_and_otherwise_like_the_regions()
    {
        var (apps, regions) = (Group("apps"), Group("regions"));

        Assert.Equal("/internal/health", apps.Property("healthProbeSettings.probePath")!.GetValue<string>());
        Assert.Equal("/api/health", regions.Property("healthProbeSettings.probePath")!.GetValue<string>());
        Assert.Equal(
            regions.Json["properties"]!.ToJsonString().Replace("/api/health", "/internal/health", StringComparison.Ordinal),
            apps.Json["properties"]!.ToJsonString());
    }

    [Fact]
    public void The_health_app_gets_none_of_their_traffic()
    {
        var app = Deployment.One("Microsoft.Web/sites");
        var origin = Assert.Single(Members("regions"));

        Assert.EndsWith($"/{app.Name}", origin.Name, StringComparison.Ordinal);
        Assert.DoesNotContain(Members("apps"), o => o.Property("hostName")!.GetValue<string>().Contains(app.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void They_and_the_health_app_are_reached_by_host_names_of_their_own()
    {
        var routes = Deployment.All("Microsoft.Cdn/profiles/afdEndpoints/routes");

        Assert.Equal(
            [("health", "regions"), ("apps", "apps")],
            routes.Select(r => (r.Name.Split('/')[1].Split('-')[0], r.Property("originGroup.id")!.GetValue<string>().Split('/')[^1])));
        Assert.All(routes, r =>
        {
            Assert.Equal("""["/*"]""", r.Property("patternsToMatch")!.ToJsonString());
            Assert.Equal("HttpsOnly", r.Property("forwardingProtocol")!.GetValue<string>());
            Assert.Null(r.Property("cacheConfiguration"));
        });
        Assert.Equal(2, Deployment.All("Microsoft.Cdn/profiles/afdEndpoints").Count);
        Assert.NotEqual(Deployment.Outputs["FRONT_DOOR_HOST"], Deployment.Outputs["APPS_HOST"]);
    }

    [Fact]
    public void Without_them_there_is_one_group_and_one_endpoint()
    {
        Assert.Single(infrastructure.OneRegion.All("Microsoft.Cdn/profiles/originGroups"));
        Assert.Single(infrastructure.OneRegion.All("Microsoft.Cdn/profiles/afdEndpoints"));
        Assert.Equal("", infrastructure.OneRegion.Outputs["APPS_HOST"]);
    }

    private AzureResource Group(string name) =>
        Assert.Single(Deployment.All("Microsoft.Cdn/profiles/originGroups"), g => g.Name.EndsWith($"/{name}", StringComparison.Ordinal));

    private IEnumerable<AzureResource> Members(string group) => Deployment.All("Microsoft.Cdn/profiles/originGroups/origins")
        .Where(o => o.Name.Split('/')[1] == group);
}
