using System.Globalization;
using System.Text;
using HealthFunction.Checks;

namespace HealthFunction.Formats.Health;

/// <summary>The common part of the two exposition formats.</summary>
internal sealed class MetricsText
{
    private static readonly Verdict[] Verdicts = [Verdict.Up, Verdict.Down, Verdict.Unknown];

    private readonly StringBuilder _text = new(1024);

    public void Family(string name, string type, string help, string? unit = null)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        if (unit is not null)
        {
            _text.Append("# UNIT ").Append(name).Append(' ').Append(unit).Append('\n');
        }
    }

    public void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>A sample for each verdict, 1 for the current one.</summary>
    public void States(string name, string labels, Verdict holds)
    {
        var comma = labels.Length == 0 ? "" : ",";
        foreach (var verdict in Verdicts)
        {
            Sample(name, $"{labels}{comma}{Label("status", VerdictText.Of(verdict))}", verdict == holds ? 1 : 0);
        }
    }

    /// <summary>Only of checks whose dependency showed a certificate.</summary>
    public void Certificates(IReadOnlyList<CheckOutcome> checks)
    {
        if (!checks.Any(c => c.CertificateDays is not null))
        {
            return;
        }

        Family("health_check_certificate_days", "gauge", "Whole days until the certificate of the dependency ends.");
        foreach (var check in checks)
        {
            if (check.CertificateDays is { } days)
            {
                Sample("health_check_certificate_days", CheckLabel(check), days);
            }
        }
    }

    public void Line(string line) => _text.Append(line).Append('\n');

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    public static string CheckLabel(CheckOutcome check) => Label("check", check.Name);

    public static string VersionLabel => Label("version", BuildInfo.Version);

    /// <summary>Names of checks have no character that needs escaping; names of sources may.</summary>
    public static string Label(string name, string value) => value.AsSpan().IndexOfAny('\\', '"', '\n') < 0
        ? $"{name}=\"{value}\""
        : $"{name}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    /// <summary>Seconds since 1970, as both formats require.</summary>
    public static double Timestamp(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000d;
}
