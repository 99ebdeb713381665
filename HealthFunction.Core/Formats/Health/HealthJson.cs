using System.Buffers;
using System.Globalization;
using System.Text.Json;
using HealthFunction.Checks;

namespace HealthFunction.Formats.Health;

/// <summary>
/// The health+json of draft-inadarei-api-health-check-06: <c>warn</c> is a deployment that serves while a check that is not critical
/// fails or any check is degraded. UNKNOWN is <c>fail</c>, because the format has no word for it.
/// </summary>
internal static class HealthJson
{
    public const string ContentType = "application/health+json";

    public static byte[] Write(HealthReport report)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("status", Status(report));
        json.WriteString("version", BuildInfo.MajorVersion);
        json.WriteString("releaseId", BuildInfo.Version);
        json.WriteStartObject("checks");
        foreach (var check in report.Entries)
        {
            Write(json, check);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, CheckOutcome check)
    {
        json.WriteStartArray($"{check.Name}:responseTime");
        json.WriteStartObject();
        json.WriteString("componentId", check.Name);
        json.WriteString("componentType", ComponentType(check.Name));
        json.WriteNumber("observedValue", Math.Round(check.Duration.TotalMilliseconds, 3));
        json.WriteString("observedUnit", "ms");
        json.WriteString("status", StatusOf(check));
        json.WriteString("time", Time(check.StartedAt));
        if (check.Remark is { } remark)
        {
            json.WriteString("output", remark);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        if (check.CertificateDays is { } days)
        {
            WriteCertificate(json, check, days);
        }
    }

    private static void WriteCertificate(Utf8JsonWriter json, CheckOutcome check, int days)
    {
        json.WriteStartArray($"{check.Name}:certificateDays");
        json.WriteStartObject();
        json.WriteString("componentId", check.Name);
        json.WriteString("componentType", ComponentType(check.Name));
        json.WriteNumber("observedValue", days);
        json.WriteString("observedUnit", "d");
        json.WriteString("status", check.CertificateWarns ? "warn" : "pass");
        json.WriteString("time", Time(check.StartedAt));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Status(HealthReport report) => report.Overall != Verdict.Up ? "fail" : report.HasWarnings ? "warn" : "pass";

    private static string StatusOf(CheckOutcome check) => check switch
    {
        { Verdict: Verdict.Up, Degraded: null } => "pass",
        { Verdict: not Verdict.Up, Critical: true } => "fail",
        _ => "warn",
    };

    private static string ComponentType(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return (dot < 0 ? name : name[..dot]) switch
        {
            "database" or "cache" or "table" => "datastore",
            _ => "component",
        };
    }
}
