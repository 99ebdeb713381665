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
            WriteData(json, check);
            json.WriteString("description", check.Remark ?? check.Traits.Description);
            json.WriteString("duration", check.Duration.ToString("c"));
            json.WriteString("exception", check.Error is null ? null : check.Remark);
            json.WriteString("status", StatusOf(check));
            json.WriteStartArray("tags");
            foreach (var tag in check.Traits.Tags)
            {
                json.WriteStringValue(tag);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteData(Utf8JsonWriter json, CheckOutcome check)
    {
        json.WriteStartObject("data");
        if (check.Traits.Description is { } description)
        {
            json.WriteString("description", description);
        }

        if (check.Traits.Link is { } link)
        {
            json.WriteString("link", link.AbsoluteUri);
        }

        if (check.CertificateDays is { } days)
        {
            json.WriteNumber("certificateDays", days);
        }

        if (check.Age is { } age)
        {
            json.WriteNumber("ageSeconds", Math.Round(age.TotalSeconds, 3));
        }

        json.WriteEndObject();
    }

    private static string Status(HealthReport report) =>
        report.Overall != Verdict.Up ? "Unhealthy" : report.HasWarnings ? "Degraded" : "Healthy";

    private static string StatusOf(CheckOutcome check) => check switch
    {
        { Verdict: Verdict.Up, Degraded: null } => "Healthy",
        { Verdict: not Verdict.Up, Critical: true } => "Unhealthy",
        _ => "Degraded",
    };
}
