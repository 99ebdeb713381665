using System.Text.Json.Nodes;

namespace HealthFunction.Tests.Infra;

/// <summary>One resource of a deployment. Values that only Azure knows are expressions in brackets.</summary>
internal sealed class AzureResource(JsonObject json)
{
    public string Id => Text("id");

    public string Type => Text("type");

    public string Name => Text("name");

    public JsonObject Json => json;

    /// <param name="path">Below <c>properties</c>, parts separated by dots.</param>
    public JsonNode? Property(string path) =>
        path.Split('.').Aggregate(json["properties"], (node, part) => (node as JsonObject)?[part]);

    public string Text(string name) => json[name]!.GetValue<string>();
}
