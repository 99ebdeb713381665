using System.Text.Json.Nodes;

namespace HealthFunction.Tests.Infra;

/// <summary>Compiles <c>infra/</c> once for all tests of it.</summary>
public sealed class InfrastructureFixture : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Minimal = new()
    {
        ["AZURE_ENV_NAME"] = "test",
        ["AZURE_LOCATION"] = "westeurope",
        ["HEALTH_DEPLOY_FROM"] = "203.0.113.7",
    };

    private static readonly Dictionary<string, string> Everything = new(Minimal)
    {
        ["HEALTH_LOCATIONS"] = "westeurope, northeurope",
        ["HEALTH_DEPLOY_FROM"] = "203.0.113.7,2001:db8::/48",
        ["HEALTH_ALERT_EMAIL"] = "operators@example.com",
        ["HEALTH_APP_SETTINGS"] = """{"Health__Endpoints__web__Url":"https://example.com/"}""",
        ["HEALTH_TRY_OUT_DATABASE"] = "true",
        ["HEALTH_TRY_OUT_DATABASE_ADMINISTRATOR"] = "admin@example.com",
        ["HEALTH_TRY_OUT_CACHE"] = "true",
        ["AZURE_PRINCIPAL_ID"] = "00000000-0000-0000-0000-00000000000a",
    };

    private static readonly Dictionary<string, string> Apps = new(Minimal)
    {
        ["HEALTH_EXISTING_ORIGINS"] = """[{"hostName":"App-weu.example.net"},{"hostName":"app-neu.example.net","priority":2,"weight":100}]""",
        ["HEALTH_EXISTING_PROBE_PATH"] = "/internal/health",
    };

    private static readonly Dictionary<string, string> Watching = new(Minimal)
    {
        ["HEALTH_LOCATIONS"] = "West Europe,germanywestcentral,eastus2",
        ["HEALTH_WATCH_REGIONS"] = "true",
    };

    internal ToolRun Lint { get; private set; } = null!;

    internal ToolRun Build { get; private set; } = null!;

    /// <summary>The compiled template, modules nested in it.</summary>
    internal JsonObject Template { get; private set; } = null!;

    /// <summary>One region with the defaults.</summary>
    internal Deployment OneRegion { get; private set; } = null!;

    /// <summary>Two regions with all options.</summary>
    internal Deployment TwoRegions { get; private set; } = null!;

    /// <summary>One region, beside existing apps.</summary>
    internal Deployment BesideApps { get; private set; } = null!;

    /// <summary>Three regions that watch each other.</summary>
    internal Deployment ThreeRegions { get; private set; } = null!;

    internal IEnumerable<Deployment> Deployments => [OneRegion, TwoRegions, BesideApps, ThreeRegions];

    internal ToolRun GatewayLint { get; private set; } = null!;

    /// <summary>The example of a path rule, with its own example parameters.</summary>
    internal Deployment Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        using var folder = new BicepFolder();
        Lint = await folder.Lint("main.bicep");
        Build = await folder.Build();
        Assert.True(Build.ExitCode == 0, Build.Errors);
        Template = JsonNode.Parse(Build.Output)!.AsObject();
        OneRegion = new(await folder.Predict(Minimal));
        TwoRegions = new(await folder.Predict(Everything));
        BesideApps = new(await folder.Predict(Apps));
        ThreeRegions = new(await folder.Predict(Watching));
        GatewayLint = await folder.Lint("application-gateway.bicep");
        Gateway = new(await folder.PredictGateway());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
