using System.Text.Json.Nodes;
using HealthFunction.Probes;
using HealthFunction.Telemetry;
using HealthFunction.Testing;
using HealthFunction.Tests.Settings;
using Microsoft.Extensions.Configuration;

namespace HealthFunction.Tests.Infra;

[Collection(InfrastructureTests.Name)]
public sealed class AppSettingsTests(InfrastructureFixture infrastructure)
{
    /// <summary>Settings that the app itself does not read, and their readers.</summary>
    private static readonly Dictionary<string, string> OfOthers = new()
    {
        ["HistorySchedule"] = "the timer trigger's %HistorySchedule%",
        ["AzureWebJobsStorage__accountName"] = "the host: locks, keys and schedule monitors in its own storage",
        ["AzureWebJobsStorage__tableServiceUri"] = "the history, which defaults to the host's storage",
        ["AzureWebJobsStorage__credential"] = "the host: by identity, not by key",
        ["AzureWebJobsStorage__clientId"] = "the host: which identity",
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "the host and the exporter: where telemetry goes",
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "the host and the exporter: telemetry by identity",
        ["AZURE_CLIENT_ID"] = "Azure.Identity: which identity is the default one",
    };

    [Fact]
    public void Every_setting_that_is_not_the_apps_has_a_reader() => Assert.All(
        AllSettings().Select(s => s.Key).Where(n => !n.StartsWith("Health__", StringComparison.Ordinal)),
        name => Assert.Contains(name, OfOthers.Keys));

    [Fact]
    public void The_app_finds_no_fault_with_the_settings_that_it_is_given()
    {
        foreach (var settings in Apps())
        {
            var options = Read(settings);

            Assert.Empty(options.Faults);
            Assert.Equal(Guid.Parse(Plausible.Value(settings["Health__FrontDoorId"])), options.Access.FrontDoorId);
        }
    }

    [Fact]
    public void Telemetry_goes_to_Application_Insights_with_the_identity_of_the_app() => Assert.All(Apps(), settings =>
    {
        var telemetry = new TelemetrySettings(Configuration(settings));

        Assert.Empty(telemetry.Faults);
        Assert.NotNull(telemetry.Insights);
        Assert.True(telemetry.InsightsByIdentity);
        Assert.Equal(Plausible.Value(settings["AZURE_CLIENT_ID"]), telemetry.InsightsClientId);
    });

    [Fact]
    public void The_app_finds_fault_with_a_setting_that_it_does_not_have()
    {
        var settings = Apps().First().Append(new("Health__Misspelt", "1")).ToDictionary();

        Assert.Contains(Read(settings).Faults, f => f.Contains("Health__Misspelt", StringComparison.Ordinal));
    }

    [Fact]
    public void The_schedule_is_passed_because_the_trigger_does_not_start_without_it()
    {
        Assert.All(Apps(), settings => Assert.Equal("0 * * * * *", settings["HistorySchedule"]));
        var local = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "local.settings.json")))!;
        Assert.Equal("0 * * * * *", local["Values"]!["HistorySchedule"]!.GetValue<string>());
    }

    [Fact]
    public void The_app_knows_the_Front_Door_that_the_platform_lets_in()
    {
        foreach (var deployment in infrastructure.Deployments)
        {
            foreach (var app in deployment.All("Microsoft.Web/sites"))
            {
                var let = app.Property("siteConfig.ipSecurityRestrictions")![0]!["headers"]!["x-azure-fdid"]![0]!.GetValue<string>();

                Assert.Equal(let, AppSettings.Of(deployment, app)["Health__FrontDoorId"]);
            }
        }
    }

    [Fact]
    public void Settings_name_identities_and_hold_no_secret() => Assert.All(
        AllSettings(),
        s => Assert.DoesNotMatch("(?i)password|accountkey|sharedaccess|secret|sig=|listkeys", s.Value));

    [Fact]
    public void Runtime_settings_that_Flex_Consumption_refuses_are_not_passed()
    {
        Assert.DoesNotContain(AllSettings(), s => s.Key.StartsWith("FUNCTIONS_", StringComparison.Ordinal) || s.Key.StartsWith("WEBSITE_", StringComparison.Ordinal));
        var runtime = infrastructure.OneRegion.One("Microsoft.Web/sites").Property("functionAppConfig.runtime")!;
        Assert.Equal("""{"name":"dotnet-isolated","version":"10.0"}""", runtime.ToJsonString());
    }

    [Fact]
    public void Try_out_servers_are_checked_by_identity_and_only_when_they_exist()
    {
        var on = Apps(infrastructure.TwoRegions).First();
        var off = Apps(infrastructure.OneRegion).First();

        Assert.Equal(nameof(IdentityKind.Entra), on["Health__Databases__default__Identity"]);
        Assert.Equal(nameof(IdentityKind.Entra), on["Health__Caches__default__Identity"]);
        Assert.DoesNotContain(off.Keys, n => n.StartsWith("Health__Databases", StringComparison.Ordinal));
        Assert.DoesNotContain(off.Keys, n => n.StartsWith("Health__Caches", StringComparison.Ordinal));
    }

    [Fact]
    public void An_operators_own_settings_reach_every_region() => Assert.All(
        Apps(infrastructure.TwoRegions),
        settings => Assert.Equal("https://example.com/", settings["Health__Endpoints__web__Url"]));

    [Fact]
    public void Every_region_knows_the_history_and_the_live_of_each_other_one()
    {
        var apps = infrastructure.ThreeRegions.All("Microsoft.Web/sites");
        var settings = apps.Select(app => AppSettings.Of(infrastructure.ThreeRegions, app)).ToList();
        Assert.Equal(["westeurope", "germanywestcentral", "eastus2"], settings.Select(s => s["Health__History__Source"]));
        for (var i = 0; i < apps.Count; i++)
        {
            var others = Enumerable.Range(0, apps.Count).Where(other => other != i).Select(other => (
                Source: settings[other]["Health__History__Source"],
                Place: Plausible.Value(settings[other]["AzureWebJobsStorage__tableServiceUri"]),
                Url: $"https://{apps[other].Name}.azurewebsites.net/api/health/live"));

            Assert.Equal(others.Order(), Read(settings[i]).Fleet.Sources.Select(s => (s.Place.Source, s.Place.ConnectionString, s.Url!.ToString())).Order());
        }
    }

    [Fact]
    public void Regions_do_not_watch_each_other_unless_the_operator_says_so()
    {
        Assert.All(Apps(infrastructure.TwoRegions), settings => Assert.All(Read(settings).Fleet.Sources, source => Assert.Null(source.Url)));
        Assert.All(Apps(infrastructure.TwoRegions), settings => Assert.Single(Read(settings).Fleet.Sources));
        Assert.Empty(Read(Apps(infrastructure.OneRegion).Single()).Fleet.Sources);
    }

    private static ReadSettings Read(IReadOnlyDictionary<string, string> settings)
    {
        return ReadSettings.From(Configuration(settings));
    }

    private static IConfiguration Configuration(IReadOnlyDictionary<string, string> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)Plausible.Value(s.Value))))
        .Build();

    private IEnumerable<KeyValuePair<string, string>> AllSettings() => Apps().SelectMany(s => s);

    private IEnumerable<IReadOnlyDictionary<string, string>> Apps() => infrastructure.Deployments.SelectMany(Apps);

    private static IEnumerable<IReadOnlyDictionary<string, string>> Apps(Deployment deployment) =>
        deployment.All("Microsoft.Web/sites").Select(app => AppSettings.Of(deployment, app));
}
