using System.Text.Json.Nodes;
using HealthFunction.Checks;
using HealthFunction.Surface;

namespace HealthFunction.Tests.Infra;

/// <summary>The example of a path rule: verdicts from the health app, everything else from the app.</summary>
[Collection(InfrastructureTests.Name)]
public sealed class ApplicationGatewayTests(InfrastructureFixture infrastructure)
{
    private AzureResource Gateway => infrastructure.Gateway.One("Microsoft.Network/applicationGateways");

    private JsonNode PathMap => One("urlPathMaps", "site");

    [Fact]
    public void The_paths_of_the_verdict_go_to_the_health_app()
    {
        var rule = Assert.Single(PathMap["pathRules"]!.AsArray())!["properties"]!;
        var path = ServedRoute.Of(Routes.Health);

        Assert.Equal([path, $"{path}/*"], rule["paths"]!.AsArray().Select(p => p!.GetValue<string>()));
        Assert.Equal("health.example.net", HostName(rule["backendAddressPool"]!));
        Assert.Equal("health", Target(rule["backendHttpSettings"]!));
    }

    [Fact]
    public void Everything_else_goes_to_the_app()
    {
        Assert.Equal("app.example.net", HostName(PathMap["defaultBackendAddressPool"]!));
        Assert.Equal("app", Target(PathMap["defaultBackendHttpSettings"]!));
    }

    [Fact]
    public void The_rule_belongs_to_the_host_name_that_Front_Door_requests()
    {
        var rule = One("requestRoutingRules", "site");
        var listener = One("httpListeners", Target(rule["httpListener"]!));

        Assert.Equal("PathBasedRouting", rule["ruleType"]!.GetValue<string>());
        Assert.Equal("site", Target(rule["urlPathMap"]!));
        Assert.Equal(("www.example.com", "Https"), (listener["hostName"]!.GetValue<string>(), listener["protocol"]!.GetValue<string>()));
    }

    [Fact]
    public void The_gateway_waits_for_the_slowest_verdict()
    {
        var timeout = TimeSpan.FromSeconds(One("backendHttpSettingsCollection", "health")["requestTimeout"]!.GetValue<int>());

        Assert.True(timeout > 2 * new CheckOptions().Timeout);
    }

    [Fact]
    public void The_gateway_removes_the_health_app_when_it_is_dead_and_not_when_it_reports_DOWN()
    {
        var probe = One("probes", Target(One("backendHttpSettingsCollection", "health")["probe"]!));

        Assert.Equal($"{ServedRoute.Of(Routes.Health)}/{CheckNames.Live}", probe["path"]!.GetValue<string>());
        Assert.Equal("""["200"]""", probe["match"]!["statusCodes"]!.ToJsonString());
    }

    [Fact]
    public void Both_apps_are_asked_over_HTTPS_under_their_own_names() => Assert.All(["app", "health"], name =>
    {
        var settings = One("backendHttpSettingsCollection", name);
        var probe = One("probes", Target(settings["probe"]!));

        Assert.Equal(("Https", 443), (settings["protocol"]!.GetValue<string>(), settings["port"]!.GetValue<int>()));
        Assert.True(settings["pickHostNameFromBackendAddress"]!.GetValue<bool>());
        Assert.Equal("Https", probe["protocol"]!.GetValue<string>());
        Assert.True(probe["pickHostNameFromBackendHttpSettings"]!.GetValue<bool>());
    });

    private string HostName(JsonNode pool) =>
        Assert.Single(One("backendAddressPools", Target(pool))["backendAddresses"]!.AsArray())!["fqdn"]!.GetValue<string>();

    private static string Target(JsonNode reference) => reference["id"]!.GetValue<string>().Split('/')[^1];

    /// <summary>The properties of the gateway's part of this kind and name.</summary>
    private JsonNode One(string kind, string name) =>
        Assert.Single(Gateway.Property(kind)!.AsArray(), p => p!["name"]!.GetValue<string>() == name)!["properties"]!;
}
