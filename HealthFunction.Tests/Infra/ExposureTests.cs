using System.Text.Json.Nodes;

namespace HealthFunction.Tests.Infra;

/// <summary>Nothing is public that should not be, and nothing can be opened with a key.</summary>
[Collection(InfrastructureTests.Name)]
public sealed class ExposureTests(InfrastructureFixture infrastructure)
{
    [Fact]
    public void Storage_accepts_no_keys_and_is_not_public()
    {
        foreach (var account in All("Microsoft.Storage/storageAccounts"))
        {
            Assert.False(account.Property("allowSharedKeyAccess")!.GetValue<bool>());
            Assert.False(account.Property("allowBlobPublicAccess")!.GetValue<bool>());
            Assert.True(account.Property("supportsHttpsTrafficOnly")!.GetValue<bool>());
            Assert.Equal("TLS1_2", account.Property("minimumTlsVersion")!.GetValue<string>());
        }

        Assert.All(
            All("Microsoft.Storage/storageAccounts/blobServices/containers"),
            c => Assert.Equal("None", c.Property("publicAccess")!.GetValue<string>()));
    }

    [Fact]
    public void The_app_is_reached_through_this_Front_Door_only_unless_the_regions_watch_each_other()
    {
        foreach (var deployment in infrastructure.Deployments)
        {
            foreach (var app in deployment.All("Microsoft.Web/sites"))
            {
                var allowed = Rules(app);

                Assert.Equal("Deny", app.Property("siteConfig.ipSecurityRestrictionsDefaultAction")!.GetValue<string>());
                Assert.All(allowed, rule => Assert.Equal("ServiceTag", rule["tag"]!.GetValue<string>()));
                Assert.Equal("AzureFrontDoor.Backend", allowed[0]["ipAddress"]!.GetValue<string>());
                Assert.Equal(deployment == infrastructure.ThreeRegions ? 3 : 1, allowed.Count);
                var header = allowed[0]["headers"] is JsonObject headers ? Assert.Single(headers["x-azure-fdid"]!.AsArray())!.ToString() : allowed[0]["headers"]!.ToString();
                Assert.Contains(".frontDoorId", header, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Regions_that_watch_each_other_admit_each_other_and_no_third_one()
    {
        string[] tags = ["AzureCloud.westeurope", "AzureCloud.germanywc", "AzureCloud.eastus2"];
        var apps = infrastructure.ThreeRegions.All("Microsoft.Web/sites");
        for (var i = 0; i < tags.Length; i++)
        {
            var rules = Rules(apps[i]).Skip(1).ToList();

            Assert.Equal(tags.Where(tag => tag != tags[i]), rules.Select(rule => rule["ipAddress"]!.GetValue<string>()));
            Assert.Equal([101, 102], rules.Select(rule => rule["priority"]!.GetValue<int>()));
        }
    }

    [Fact]
    public void The_deployment_site_is_reached_from_named_networks_only()
    {
        foreach (var app in All("Microsoft.Web/sites"))
        {
            Assert.Equal("Deny", app.Property("siteConfig.scmIpSecurityRestrictionsDefaultAction")!.GetValue<string>());
            Assert.False(app.Property("siteConfig.scmIpSecurityRestrictionsUseMain")!.GetValue<bool>());
        }

        Assert.Equal(["203.0.113.7/32"], DeployNetworks(infrastructure.OneRegion));
        Assert.Equal(["203.0.113.7/32", "2001:db8::/48"], DeployNetworks(infrastructure.TwoRegions));
    }

    [Fact]
    public void The_app_uses_TLS_1_2_or_newer_and_accepts_no_publishing_password()
    {
        foreach (var app in All("Microsoft.Web/sites"))
        {
            Assert.True(app.Property("httpsOnly")!.GetValue<bool>());
            Assert.Equal("1.2", app.Property("siteConfig.minTlsVersion")!.GetValue<string>());
            Assert.Equal("1.2", app.Property("siteConfig.scmMinTlsVersion")!.GetValue<string>());
            Assert.Equal("Disabled", app.Property("siteConfig.ftpsState")!.GetValue<string>());
            Assert.Equal("UserAssigned", app.Json["identity"]!["type"]!.GetValue<string>());
            Assert.Equal(
                "UserAssignedIdentity", app.Property("functionAppConfig.deployment.storage.authentication.type")!.GetValue<string>());

            var policies = All("Microsoft.Web/sites/basicPublishingCredentialsPolicies")
                .Where(p => p.Id.StartsWith($"{app.Id}/", StringComparison.Ordinal))
                .DistinctBy(p => p.Id)
                .ToList();
            Assert.Equal(2, policies.Count);
            Assert.All(policies, p => Assert.False(p.Property("allow")!.GetValue<bool>()));
        }
    }

    [Fact]
    public void Telemetry_is_accepted_from_identities_only()
    {
        Assert.All(All("Microsoft.Insights/components"), i => Assert.True(i.Property("DisableLocalAuth")!.GetValue<bool>()));
        Assert.All(
            All("Microsoft.OperationalInsights/workspaces"),
            w => Assert.True(w.Property("features.disableLocalAuth")!.GetValue<bool>()));
    }

    [Fact]
    public void The_try_out_servers_are_off_by_default_and_accept_no_password()
    {
        var on = infrastructure.TwoRegions;
        var server = on.One("Microsoft.DBforPostgreSQL/flexibleServers");
        var cache = on.One("Microsoft.Cache/redisEnterprise/databases");

        Assert.Equal("Disabled", server.Property("authConfig.passwordAuth")!.GetValue<string>());
        Assert.Equal("Enabled", server.Property("authConfig.activeDirectoryAuth")!.GetValue<string>());
        Assert.Null(server.Property("administratorLoginPassword"));
        Assert.Equal("Disabled", cache.Property("accessKeysAuthentication")!.GetValue<string>());
        Assert.Equal("Encrypted", cache.Property("clientProtocol")!.GetValue<string>());
        Assert.Equal(2, on.All("Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments").Count);
        Assert.DoesNotContain(
            infrastructure.OneRegion.Resources,
            r => r.Type.StartsWith("Microsoft.DBforPostgreSQL", StringComparison.Ordinal)
                || r.Type.StartsWith("Microsoft.Cache", StringComparison.Ordinal));
    }

    [Fact]
    public void No_template_reads_a_key_or_has_a_secret_as_a_parameter()
    {
        Assert.DoesNotMatch("(?i)list(AccountSas|Keys|Secrets|Credentials|ConnectionStrings)[^(']*\\(", infrastructure.Build.Output);
        Assert.DoesNotMatch("(?i)\"type\": *\"secure(String|Object)\"", infrastructure.Build.Output);
    }

    [Fact]
    public void No_output_of_any_module_holds_more_than_a_name()
    {
        foreach (var (name, value) in Outputs(infrastructure.Template))
        {
            Assert.DoesNotMatch("(?i)connectionString|instrumentationKey|key|secret|password|token|sas", $"{name} {value}");
        }
    }

    private static List<JsonNode> Rules(AzureResource app) => [.. app.Property("siteConfig.ipSecurityRestrictions")!.AsArray().Select(rule => rule!)];

    private List<AzureResource> All(string type)
    {
        var all = infrastructure.Deployments.SelectMany(d => d.All(type)).ToList();
        Assert.NotEmpty(all);
        return all;
    }

    private static IEnumerable<string> DeployNetworks(Deployment deployment) =>
        deployment.All("Microsoft.Web/sites")[0].Property("siteConfig.scmIpSecurityRestrictions")!.AsArray()
            .Select(r => r!["ipAddress"]!.GetValue<string>());

    private static IEnumerable<(string Name, string Value)> Outputs(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(p => p is { Key: "outputs", Value: JsonObject outputs }
            ? outputs.Select(o => (o.Key, o.Value!["value"]?.ToJsonString() ?? ""))
            : Outputs(p.Value)),
        JsonArray array => array.SelectMany(Outputs),
        _ => [],
    };
}
