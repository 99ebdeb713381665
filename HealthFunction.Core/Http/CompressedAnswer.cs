using System.IO.Compression;
using System.Net.Http.Headers;

namespace HealthFunction.Http;

/// <summary>Large answers compressed for callers that accept it (RFC 9110, 12.5.3): the page of several regions has 100 KB, and 16 KB compressed.</summary>
internal static class CompressedAnswer
{
    public const string ContentEncoding = "Content-Encoding";

    /// <summary>In bytes. A shorter answer fits into one packet as it is.</summary>
    private const int MinLength = 1400;

    private const string Gzip = "gzip";
    private const string Vary = "Vary";

    /// <summary>The answer, which can be compressed if it is long enough. Call it once for an answer that many get.</summary>
    public static HttpAnswer Compressible(this HttpAnswer answer)
    {
        if (answer.Body.Length < MinLength || answer.Compressed is not null)
        {
            return answer;
        }

        // Also when it is sent as it is: a cache must not give one caller what another one accepts.
        var varies = answer.Headers.FirstOrDefault(h => h.Key == Vary).Value;
        return answer with
        {
            Compressed = new(() => Compress(answer.Body.Span)),
            Headers = [.. answer.Headers.Where(h => h.Key != Vary), new(Vary, varies is null ? "Accept-Encoding" : $"{varies}, Accept-Encoding")],
        };
    }

    /// <summary>The answer in the encoding that the caller accepts. Its tag is then weak, because the bytes are others.</summary>
    public static HttpAnswer EncodedFor(this HttpAnswer answer, string? acceptEncoding) => answer.Compressed is null || !AcceptsGzip(acceptEncoding)
        ? answer
        : answer with
        {
            Body = answer.Compressed.Value,
            Compressed = null,
            Headers = [.. answer.Headers.Select(h => h.Key == ConditionalAnswer.ETag ? new(h.Key, $"W/{h.Value}") : h), new(ContentEncoding, Gzip)],
        };

    private static byte[] Compress(ReadOnlySpan<byte> body)
    {
        using var compressed = new MemoryStream(body.Length / 4);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return compressed.ToArray();
    }

    private static bool AcceptsGzip(string? acceptEncoding)
    {
        var ranges = AcceptHeader.Ranges<StringWithQualityHeaderValue>(acceptEncoding, StringWithQualityHeaderValue.TryParse) ?? [];
        var range = ranges.FirstOrDefault(r => Gzip.Equals(r.Value, StringComparison.OrdinalIgnoreCase)) ?? ranges.FirstOrDefault(r => r.Value == "*");
        return range is not null && range.Quality is null or > 0;
    }
}
