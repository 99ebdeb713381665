using System.Text.Json.Nodes;
using HealthFunction.Checks;
using HealthFunction.Formats.Health;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Formats;

public sealed class HealthJsonSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "HealthFunction.Tests", "Formats", "health-json.schema.json")))!;

    [Fact]
    public void Every_report_validates_against_the_schema_of_the_draft()
    {
        Assert.Empty(Validate(Reports.Mixed));
        Assert.Empty(Validate(Reports.Of()));
        Assert.Empty(Validate(Reports.Of(Reports.Up("a.b"))));
    }

    [Theory]
    [InlineData("""{"checks":{}}""", "$ has no status")]
    [InlineData("""{"status":"up"}""", "$.status is \"up\"")]
    [InlineData("""{"status":"pass","checks":{"a:responseTime":[]}}""", "$.checks.a:responseTime has too few items")]
    [InlineData("""{"status":"pass","checks":{"a":[{"status":"pass","output":"x"}]}}""", "none of the alternatives")]
    [InlineData("""{"status":"pass","checks":{"a":[{"status":"pass","time":"yesterday"}]}}""", "$.checks.a[0].time is no time")]
    public void The_schema_finds_what_the_draft_forbids(string body, string fault) =>
        Assert.Contains(new JsonSchema(Schema, Schema).Validate(JsonNode.Parse(body)), f => f.Contains(fault, StringComparison.Ordinal));

    private static IReadOnlyList<string> Validate(HealthReport report) =>
        new JsonSchema(Schema, Schema).Validate(JsonNode.Parse(HealthJson.Write(report)));
}
