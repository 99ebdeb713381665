using HealthFunction.Http;

namespace HealthFunction.Formats.Health;

/// <summary>The formats of the health endpoint, and how a request selects one.</summary>
internal static class ReportFormats
{
    public static ReportFormat Default { get; } = new("json", "application/json", DefaultJson.ContentType, DefaultJson.Write);

    /// <summary>In order of preference, for requests that accept several equally.</summary>
    public static IReadOnlyList<ReportFormat> All { get; } =
    [
        Default,
        new("health+json", "application/health+json", HealthJson.ContentType, HealthJson.Write),
        new("ui", null, UiJson.ContentType, UiJson.Write),
        new("openmetrics", "application/openmetrics-text", OpenMetrics.ContentType, OpenMetrics.Write) { AlwaysOk = true },
        new("prometheus", "text/plain", PrometheusText.ContentType, PrometheusText.Write) { AlwaysOk = true },
    ];

    public static string Names { get; } = string.Join(", ", All.Select(f => f.Name));

    public static string MediaTypes { get; } = string.Join(", ", All.Select(f => f.MediaType).OfType<string>());

    public static ReportFormat? Named(string name) => All.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static readonly string?[] OfferedTypes = [.. All.Select(f => f.MediaType)];

    /// <param name="accept">The Accept header; null or empty accepts anything.</param>
    /// <returns>Null when the request accepts none of the formats.</returns>
    public static ReportFormat? Accepted(string? accept) => AcceptedMediaType.Best(accept, OfferedTypes) is { } index ? All[index] : null;
}
