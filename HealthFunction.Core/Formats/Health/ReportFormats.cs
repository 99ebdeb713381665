using System.Net.Http.Headers;
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

    /// <param name="accept">The Accept header; null or empty accepts anything.</param>
    /// <returns>Null when the request accepts none of the formats.</returns>
    public static ReportFormat? Accepted(string? accept)
    {
        if (string.IsNullOrWhiteSpace(accept) || accept == "*/*")
        {
            return Default;
        }

        // A header that cannot be parsed says nothing about what the caller accepts.
        if (AcceptHeader.Ranges<MediaTypeWithQualityHeaderValue>(accept, MediaTypeWithQualityHeaderValue.TryParse) is not { Count: > 0 } ranges)
        {
            return Default;
        }

        ReportFormat? best = null;
        var bestQuality = 0d;
        foreach (var format in All)
        {
            var quality = format.MediaType is null ? 0 : Quality(ranges, format.MediaType);
            if (quality > bestQuality)
            {
                (best, bestQuality) = (format, quality);
            }
        }

        return best;
    }

    /// <summary>The quality of the most specific range that matches (RFC 9110, 12.5.1); 0 when none does.</summary>
    private static double Quality(IReadOnlyList<MediaTypeWithQualityHeaderValue> ranges, string mediaType)
    {
        var (specificity, quality) = (-1, 0d);
        foreach (var range in ranges)
        {
            var specific = Specificity(range, mediaType);
            var q = range.Quality ?? 1;
            if (specific > specificity || (specific == specificity && q > quality))
            {
                (specificity, quality) = (specific, q);
            }
        }

        return specificity < 0 ? 0 : quality;
    }

    private static int Specificity(MediaTypeWithQualityHeaderValue range, string mediaType)
    {
        var accepted = range.MediaType.AsSpan();
        if (accepted is "*/*")
        {
            return 0;
        }

        if (accepted.EndsWith("/*"))
        {
            return mediaType.AsSpan().StartsWith(accepted[..^1], StringComparison.OrdinalIgnoreCase) ? 1 : -1;
        }

        return accepted.Equals(mediaType, StringComparison.OrdinalIgnoreCase) ? 2 : -1;
    }
}
