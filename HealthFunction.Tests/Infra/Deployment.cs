using System.Text.Json.Nodes;

namespace HealthFunction.Tests.Infra;

/// <summary>The resources of a deployment.</summary>
internal sealed class Deployment(JsonObject prediction)
{
    public IReadOnlyList<AzureResource> Resources { get; } =
        [.. prediction["predictedResources"]!.AsArray().Select(r => new AzureResource(r!.AsObject()))];

    public IReadOnlyDictionary<string, string> Outputs { get; } =
        prediction["outputs"]!.AsObject().ToDictionary(o => o.Key, o => o.Value!.GetValue<string>());

    public IReadOnlyList<AzureResource> All(string type) =>
        [.. Resources.Where(r => r.Type.Equals(type, StringComparison.OrdinalIgnoreCase))];

    public AzureResource One(string type) => Assert.Single(All(type));
}
