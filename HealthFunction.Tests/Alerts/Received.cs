using System.Text.Json.Nodes;
using HealthFunction.Alerts;

namespace HealthFunction.Tests.Alerts;

internal sealed record Received(string Method, string Path, IReadOnlyDictionary<string, string> Headers, JsonNode Body)
{
    public string Id => Headers[WebhookClient.IdHeader];

    /// <summary>Only in a generic payload.</summary>
    public string Kind => Body["kind"]!.GetValue<string>();
}
