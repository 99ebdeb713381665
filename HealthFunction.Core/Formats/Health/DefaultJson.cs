using System.Buffers;
using System.Text.Json;
using HealthFunction.Checks;

namespace HealthFunction.Formats.Health;

/// <summary>The default answer: <c>checks</c>, <c>errors</c> and <c>status</c>, in this order.</summary>
internal static class DefaultJson
{
    public const string ContentType = "application/json";

    private static readonly JsonEncodedText Checks = JsonEncodedText.Encode("checks");
    private static readonly JsonEncodedText Errors = JsonEncodedText.Encode("errors");
    private static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");

    public static byte[] Write(HealthReport report)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();

        json.WriteStartObject(Checks);
        foreach (var check in report.Entries)
        {
            json.WriteString(check.Name, VerdictText.Of(check.Verdict));
        }

        json.WriteEndObject();

        json.WriteStartObject(Errors);
        foreach (var check in report.Entries)
        {
            if (check.Error is { } error)
            {
                json.WriteString(check.Name, check.Detail is { } detail ? $"{error.Text}: {detail}" : error.Text);
            }
        }

        json.WriteEndObject();

        json.WriteString(Status, VerdictText.Of(report.Overall));
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
