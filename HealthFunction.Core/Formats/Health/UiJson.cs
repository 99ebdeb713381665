using System.Buffers;
using System.Text.Json;
using HealthFunction.Checks;

namespace HealthFunction.Formats.Health;

/// <summary>The format that the HealthChecks UI polls: the report of ASP.NET Core's health checks as that UI's client writes it.</summary>
internal static class UiJson
{
    public const string ContentType = "application/json";

    public static byte[] Write(HealthReport report)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("status", Status(report));
        json.WriteString("totalDuration", report.Duration.ToString("c"));
        json.WriteStartObject("entries");
        foreach (var check in report.Entries)
        {
            json.WriteStartObject(check.Name);
            json.WriteStartObject("data");
            json.WriteEndObject();
            var error = check.Detail is { } detail ? $"{check.Error!.Text}: {detail}" : check.Error?.Text;
            json.WriteString("description", error);
            json.WriteString("duration", check.Duration.ToString("c"));
            json.WriteString("exception", error);
            json.WriteString("status", check.Verdict == Verdict.Up ? "Healthy" : check.Critical ? "Unhealthy" : "Degraded");
            json.WriteStartArray("tags");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static string Status(HealthReport report) =>
        report.Overall != Verdict.Up ? "Unhealthy" : report.Checks.Any(c => c.Verdict != Verdict.Up) ? "Degraded" : "Healthy";
}
