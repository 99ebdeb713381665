using System.Text.Json.Nodes;
using HealthFunction.Surface;

namespace HealthFunction.Tests.Infra;

[Collection(InfrastructureTests.Name)]
public sealed class FrontDoorTests(InfrastructureFixture infrastructure)
{
    [Fact]
    public void The_probe_requests_a_path_that_the_app_serves()
    {
        var group = infrastructure.OneRegion.One("Microsoft.Cdn/profiles/originGroups");

        // Front Door's path is case-sensitive even where the host's is not.
        Assert.Equal(ServedRoute.Of(Routes.Health), group.Property("healthProbeSettings.probePath")!.GetValue<string>());
    }

    [Fact]
    public void The_probe_uses_a_method_that_the_app_answers()
    {
        var group = infrastructure.OneRegion.One("Microsoft.Cdn/profiles/originGroups");
        var method = group.Property("healthProbeSettings.probeRequestType")!.GetValue<string>();

        Assert.Equal("HEAD", method);
        Assert.Contains(method, Routes.Health.Methods.Split(", "));
    }

    [Fact]
    public void The_probe_uses_HTTPS_and_a_single_lost_probe_moves_no_traffic()
    {
        var group = infrastructure.OneRegion.One("Microsoft.Cdn/profiles/originGroups");
        var samples = group.Property("loadBalancingSettings.sampleSize")!.GetValue<int>();

        Assert.Equal("Https", group.Property("healthProbeSettings.probeProtocol")!.GetValue<string>());
        Assert.InRange(group.Property("healthProbeSettings.probeIntervalInSeconds")!.GetValue<int>(), 1, 255);
        Assert.InRange(group.Property("loadBalancingSettings.successfulSamplesRequired")!.GetValue<int>(), 1, samples - 1);
        Assert.NotEqual(0, group.Property("loadBalancingSettings.additionalLatencyInMilliseconds")!.GetValue<int>());
    }

    [Fact]
    public void One_region_is_one_origin() => Assert.Single(Origins(infrastructure.OneRegion));

    [Fact]
    public void Two_regions_are_two_origins_of_one_group_in_their_order()
    {
        var deployment = infrastructure.TwoRegions;
        var apps = deployment.All("Microsoft.Web/sites");

        Assert.Equal(["westeurope", "northeurope"], apps.Select(a => a.Text("location")));
        Assert.Equal(apps.Select(a => a.Name), Origins(deployment).Select(o => o.Name.Split('/')[^1]));
        Assert.Single(deployment.All("Microsoft.Cdn/profiles"));
        Assert.Single(deployment.All("Microsoft.Cdn/profiles/originGroups"));
    }

    [Fact]
    public void Every_origin_is_the_app_of_its_name_and_none_is_preferred()
    {
        foreach (var origin in new[] { infrastructure.OneRegion, infrastructure.TwoRegions }.SelectMany(Origins))
        {
            var host = origin.Property("hostName")!.GetValue<string>();

            Assert.Contains($"Microsoft.Web/sites/{origin.Name.Split('/')[^1]}'", host, StringComparison.Ordinal);
            Assert.EndsWith(".defaultHostName]", host, StringComparison.Ordinal);
            Assert.Equal(host, origin.Property("originHostHeader")!.GetValue<string>());
            Assert.True(origin.Property("enforceCertificateNameCheck")!.GetValue<bool>());
            Assert.Equal((1, 1000), (origin.Property("priority")!.GetValue<int>(), origin.Property("weight")!.GetValue<int>()));
        }
    }

    [Fact]
    public void The_route_serves_everything_over_HTTPS_and_caches_nothing()
    {
        var route = infrastructure.OneRegion.One("Microsoft.Cdn/profiles/afdEndpoints/routes");

        Assert.Equal("""["/*"]""", route.Property("patternsToMatch")!.ToJsonString());
        Assert.Equal("HttpsOnly", route.Property("forwardingProtocol")!.GetValue<string>());
        Assert.Equal("Enabled", route.Property("httpsRedirect")!.GetValue<string>());
        Assert.Null(route.Property("cacheConfiguration"));
    }

    [Fact]
    public void Front_Door_waits_for_an_answer_that_needs_its_whole_deadline()
    {
        var profile = infrastructure.OneRegion.One("Microsoft.Cdn/profiles");

        Assert.InRange(profile.Property("originResponseTimeoutSeconds")!.GetValue<int>(), 16, 240);
    }

    [Fact]
    public void Failed_probes_are_logged()
    {
        var profile = infrastructure.OneRegion.One("Microsoft.Cdn/profiles");
        var diagnostics = Assert.Single(
            infrastructure.OneRegion.All("Microsoft.Insights/diagnosticSettings"),
            d => d.Id.StartsWith(profile.Id, StringComparison.Ordinal));

        Assert.Contains(
            diagnostics.Property("logs")!.AsArray(),
            log => log!["category"]!.GetValue<string>() == "FrontDoorHealthProbeLog" && log["enabled"]!.GetValue<bool>());
    }

    [Fact]
    public void The_verdict_has_an_alert_at_Front_Door_and_one_in_the_log()
    {
        var people = infrastructure.TwoRegions.One("Microsoft.Insights/actionGroups").Id;
        var metric = infrastructure.TwoRegions.One("Microsoft.Insights/metricAlerts");
        var log = infrastructure.TwoRegions.One("Microsoft.Insights/scheduledQueryRules");

        Assert.Equal("OriginHealthPercentage", First(metric)["metricName"]!.GetValue<string>());
        Assert.Contains("healthfunction.runs", First(log)["query"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(people, metric.Property("actions")![0]!["actionGroupId"]!.GetValue<string>());
        Assert.Equal(people, log.Property("actions.actionGroups")![0]!.GetValue<string>());
        Assert.Empty(infrastructure.OneRegion.All("Microsoft.Insights/actionGroups"));
    }

    private static JsonNode First(AzureResource alert) => alert.Property("criteria.allOf")![0]!;

    private static IReadOnlyList<AzureResource> Origins(Deployment deployment) =>
        deployment.All("Microsoft.Cdn/profiles/originGroups/origins");
}
