using HealthFunction.Checks;

namespace HealthFunction.Tests.Infra;

[Collection(InfrastructureTests.Name)]
public sealed class AlertTests(InfrastructureFixture infrastructure)
{
    /// <summary>The query reads the app's own metrics, because requests leave no records, see host.json.</summary>
    [Fact]
    public void The_verdict_is_read_from_the_runs_that_the_app_counts()
    {
        var rule = infrastructure.OneRegion.One("Microsoft.Insights/scheduledQueryRules");
        var query = rule.Property("criteria.allOf")![0]!["query"]!.GetValue<string>();

        Assert.Contains("Name == \"healthfunction.runs\"", query, StringComparison.Ordinal);
        Assert.Contains($"Properties[\"{RunTelemetry.Group}\"]) == \"all\"", query, StringComparison.Ordinal);
        Assert.Contains($"Properties[\"{RunTelemetry.RunState}\"]) == \"up\"", query, StringComparison.Ordinal);
        Assert.DoesNotContain("AppRequests", query, StringComparison.Ordinal);
    }
}
