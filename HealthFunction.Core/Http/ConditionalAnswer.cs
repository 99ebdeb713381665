using System.Security.Cryptography;

namespace HealthFunction.Http;

/// <summary>Entity tags: 304 instead of a body that the caller already has (RFC 9110, 13.1.2).</summary>
internal static class ConditionalAnswer
{
    public const string ETag = "ETag";
    private const int TagBytes = 12;

    /// <summary>The answer with a tag computed from its body.</summary>
    public static HttpAnswer Tagged(this HttpAnswer answer) => answer with
    {
        Headers = [.. answer.Headers, new(ETag, $"\"{Convert.ToHexStringLower(SHA256.HashData(answer.Body.Span).AsSpan(0, TagBytes))}\"")],
    };

    /// <summary>304 without a body when <paramref name="ifNoneMatch"/> names the tag of the answer.</summary>
    public static HttpAnswer UnlessMatched(this HttpAnswer answer, string? ifNoneMatch)
    {
        var tag = answer.Headers.FirstOrDefault(h => h.Key == ETag).Value;
        return ifNoneMatch is not null && tag is not null && Names(ifNoneMatch, tag)
            ? answer with { Status = 304, ContentType = null, Body = default, Headers = [.. answer.Headers.Where(h => h.Key != CompressedAnswer.ContentEncoding)] }
            : answer;
    }

    /// <summary>By weak comparison: the tag of a compressed answer is weak.</summary>
    private static bool Names(string ifNoneMatch, string tag) => ifNoneMatch.Split(',', StringSplitOptions.TrimEntries)
        .Any(t => t == "*" || Opaque(t) == Opaque(tag));

    private static string Opaque(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}
