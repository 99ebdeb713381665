using System.Net.Http.Headers;

namespace HealthFunction.Http;

/// <summary>Which of several media types a request prefers (RFC 9110, 12.5.1).</summary>
internal static class AcceptedMediaType
{
    /// <param name="accept">The Accept header.</param>
    /// <param name="offered">In order of preference, for requests that accept several equally; null is offered to none.</param>
    /// <returns>The index of the best; null when the request accepts none.</returns>
    public static int? Best(string? accept, IReadOnlyList<string?> offered)
    {
        // A header that is missing or cannot be parsed says nothing about what the caller accepts.
        if (string.IsNullOrWhiteSpace(accept)
            || accept == "*/*"
            || AcceptHeader.Ranges<MediaTypeWithQualityHeaderValue>(accept, MediaTypeWithQualityHeaderValue.TryParse) is not { Count: > 0 } ranges)
        {
            return 0;
        }

        int? best = null;
        var bestQuality = 0d;
        for (var i = 0; i < offered.Count; i++)
        {
            var quality = offered[i] is { } mediaType ? Quality(ranges, mediaType) : 0;
            if (quality > bestQuality)
            {
                (best, bestQuality) = (i, quality);
            }
        }

        return best;
    }

    /// <summary>The quality of the most specific range that matches; 0 when none does.</summary>
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
