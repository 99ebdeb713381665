using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace HealthFunction.Http;

/// <summary>Error answers as RFC 9457 problem details.</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    private static readonly KeyValuePair<string, string>[] NotCached = [new("Cache-Control", "no-store")];

    public static HttpAnswer Forbidden(string detail) => Write(403, "Forbidden", detail, []);

    public static HttpAnswer NotFound(string detail) => Write(404, "Not Found", detail, []);

    public static HttpAnswer Unauthorized(string detail) => Write(401, "Unauthorized", detail, [new("WWW-Authenticate", "ApiKey")]);

    public static HttpAnswer Conflict(string detail) => Write(409, "Conflict", detail, []);

    public static HttpAnswer ContentTooLarge(string detail) => Write(413, "Content Too Large", detail, []);

    public static HttpAnswer UnsupportedMediaType(string detail) => Write(415, "Unsupported Media Type", detail, []);

    public static HttpAnswer Unprocessable(string detail) => Write(422, "Unprocessable Content", detail, []);

    public static HttpAnswer Timeout(string detail) => Write(408, "Request Timeout", detail, []);

    public static HttpAnswer MethodNotAllowed(string method, string allowed) =>
        Write(405, "Method Not Allowed", $"{method} is not answered here; {allowed} are.", [new("Allow", allowed)]);

    public static HttpAnswer NotAcceptable(string detail) => Write(406, "Not Acceptable", detail, []);

    public static HttpAnswer Unavailable(string detail) => Write(503, "Service Unavailable", detail, []);

    /// <param name="detail">What is busy.</param>
    /// <param name="retryAfter">When to ask again.</param>
    public static HttpAnswer Busy(string detail, TimeSpan retryAfter) => Write(
        503, "Service Unavailable", detail, [new("Retry-After", Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture))]);

    public static HttpAnswer InternalError() => Write(500, "Internal Server Error", "The request could not be answered; the log says why.", []);

    public static HttpAnswer BadRequest(string detail) => Write(400, "Bad Request", detail, []);

    public static HttpAnswer HeaderTooLarge(string detail) => Write(431, "Request Header Fields Too Large", detail, []);

    /// <param name="parameter">The parameter of the query, or the member of the body, that is at fault.</param>
    /// <param name="detail">What the parameter accepts.</param>
    public static HttpAnswer BadParameter(string parameter, string detail) => Write(400, "Bad Request", detail, [], parameter);

    private static HttpAnswer Write(
        int status, string title, string detail, KeyValuePair<string, string>[] headers, string? parameter = null)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            if (parameter is not null)
            {
                json.WriteString("parameter", parameter);
            }

            json.WriteEndObject();
        }

        return new HttpAnswer(status) { ContentType = ContentType, Body = buffer.WrittenMemory, Headers = [.. NotCached, .. headers] };
    }
}
