using System.Buffers;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using HealthFunction.Checks;

namespace HealthFunction.Probes.Endpoints;

/// <summary>Compares an endpoint's answer with what is expected of it.</summary>
internal static class EndpointAnswer
{
    private const char ByteOrderMark = '\uFEFF';

    /// <exception cref="ProbeException">The answer is not as expected.</exception>
    public static async Task CompareAsync(HttpResponseMessage response, EndpointExpectations expected, CancellationToken cancellationToken)
    {
        if (!expected.Statuses.Contains((int)response.StatusCode))
        {
            throw new ProbeException(ReadStatus(response.StatusCode));
        }

        if (!expected.Headers.All(header => Has(response, header.Key, header.Value)))
        {
            throw new ProbeException(ErrorText.UnexpectedHeader);
        }

        if (!expected.NeedBody)
        {
            return;
        }

        var body = await ReadBodyAsync(response.Content, expected.MaxBody, cancellationToken).ConfigureAwait(false);
        if (expected.Json?.IsIn(body) == false)
        {
            throw new ProbeException(ErrorText.UnexpectedJson);
        }

        if (expected.Text is not null || expected.Pattern is not null)
        {
            CompareText(Decode(response.Content, body.Span), expected);
        }
    }

    private static void CompareText(string text, EndpointExpectations expected)
    {
        if ((expected.Text is { } part && !text.Contains(part, StringComparison.Ordinal)) || expected.Pattern?.IsMatch(text) == false)
        {
            throw new ProbeException(ErrorText.UnexpectedBody);
        }
    }

    private static bool Has(HttpResponseMessage response, string name, Regex expected) =>
        (response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values))
        && (expected.IsMatch(values.ToString()) || values.Any(expected.IsMatch));

    /// <summary>A longer body is not compared, because a part of it might be as expected by chance.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContent content, int max, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > max)
        {
            throw new ProbeException(ErrorText.BodyTooLong);
        }

        var body = new ArrayBufferWriter<byte>();
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (await stream.ReadAsync(body.GetMemory(), cancellationToken).ConfigureAwait(false) is var count and > 0)
            {
                body.Advance(count);
                if (body.WrittenCount > max)
                {
                    throw new ProbeException(ErrorText.BodyTooLong);
                }
            }
        }

        return body.WrittenMemory;
    }

    private static string Decode(HttpContent content, ReadOnlySpan<byte> body)
    {
        try
        {
            return Encoding.GetEncoding(content.Headers.ContentType?.CharSet?.Trim('"') ?? "utf-8").GetString(body).TrimStart(ByteOrderMark);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Encoding.UTF8.GetString(body).TrimStart(ByteOrderMark);
        }
    }

    private static ErrorText ReadStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => ErrorText.AuthenticationFailed,
        HttpStatusCode.Forbidden => ErrorText.PermissionDenied,
        HttpStatusCode.NotFound => ErrorText.NotFound,
        HttpStatusCode.TooManyRequests => ErrorText.Throttled,
        _ => ErrorText.UnexpectedStatus((int)status),
    };
}
