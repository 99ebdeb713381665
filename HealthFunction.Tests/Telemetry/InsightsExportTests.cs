using HealthFunction.Testing;

namespace HealthFunction.Tests.Telemetry;

public sealed class InsightsExportTests
{
    [Fact]
    public async Task Application_Insights_gets_metrics_and_spans_by_identity_and_no_logs()
    {
        await using var insights = await InsightsReceiver.StartAsync();
        var settings = new Dictionary<string, string?>(insights.Settings)
        {
            ["WEBSITE_SITE_NAME"] = "func-health-1",
            ["REGION_NAME"] = "West Europe",
            ["Health__Endpoints__web"] = "http://127.0.0.1:1/",
        };
        await using var app = await AppProcess.StartAsync(settings);
        await OtlpExportTests.AskAsync(app, "api/health", 503);

        // The first token needs longer than an app waits at its end; metrics, once a minute, are sent at the end.
        await Until.TrueAsync(() => insights.Items.Count > 0, "spans arrive");
        app.Terminate();
        Assert.Equal(0, await app.WaitForExitAsync());

        Assert.NotEmpty(insights.Authorizations);
        Assert.All(insights.Authorizations, a => Assert.Equal("Bearer token-of-the-identity", a));
        Assert.All(insights.Items, i => Assert.Equal(InsightsReceiver.Key, (string?)i["iKey"]));
        Assert.All(insights.Items, i => Assert.Equal("func-health-1", (string?)i["tags"]!["ai.cloud.role"]));
        Assert.Equal(["MetricData", "RemoteDependencyData"], insights.Items.Select(i => (string)i["data"]!["baseType"]!).Distinct().Order());

        var metrics = insights.Items.Where(i => (string)i["data"]!["baseType"]! == "MetricData").Select(i => i["data"]!["baseData"]!).ToList();
        var runs = Assert.Single(metrics, m => (string?)m["metrics"]![0]!["name"] == "healthfunction.runs");
        Assert.Equal((1, "down"), ((double)runs["metrics"]![0]!["value"]!, (string?)runs["properties"]!["healthfunction.run.state"]));

        // Beside the app's own metrics, the exporter sends one with its identity.
        Assert.All(metrics, m => Assert.Matches("^(healthfunction[.].*|_OTELRESOURCE_)$", (string?)m["metrics"]![0]!["name"]));

        var spans = insights.Items.Select(i => i["data"]!["baseData"]!).Where(d => d["id"] is not null).ToList();
        var check = Assert.Single(spans, s => (string?)s["name"] == "check endpoint.web");
        Assert.Equal((false, "connection refused"), ((bool)check["success"]!, (string?)check["properties"]!["error.type"]));
        Assert.Single(spans, s => (string?)s["name"] == "run all");
    }
}
