using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace HealthFunction.Telemetry;

/// <summary>
/// Where telemetry goes, by the usual settings of OpenTelemetry and Application Insights. The exporter reads the other <c>OTEL_…</c>
/// settings itself; those that it would silently ignore, or fail on, are checked here.
/// </summary>
internal sealed class TelemetrySettings
{
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string OtlpProtocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    public const string OtlpHeaders = "OTEL_EXPORTER_OTLP_HEADERS";
    public const string SdkDisabled = "OTEL_SDK_DISABLED";
    public const string TracesSampler = "OTEL_TRACES_SAMPLER";
    public const string InsightsConnection = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    public const string InsightsAuthentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    private readonly IConfiguration _configuration;
    private readonly List<string> _faults = [];

    public TelemetrySettings(IConfiguration configuration)
    {
        _configuration = configuration;
        if ("true".Equals(Text(SdkDisabled), StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        HasOtlp = Text(OtlpEndpoint) is { } endpoint && ReadOtlp(endpoint);
        if (Text(InsightsConnection) is { } connection)
        {
            ReadInsights(connection);
        }
    }

    /// <summary>The faults, one line each.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public bool HasOtlp { get; }

    /// <summary>Null when nothing is sent to Application Insights.</summary>
    public string? Insights { get; private set; }

    /// <summary>Whether Application Insights gets a token of the app's identity.</summary>
    public bool InsightsByIdentity { get; private set; }

    /// <summary>The client id of a user-assigned managed identity; null means the system-assigned one.</summary>
    public string? InsightsClientId { get; private set; }

    /// <summary>Whether the operator chose a sampler, which then replaces the app's own.</summary>
    public bool HasSampler => Text(TracesSampler) is not null;

    private string? Text(string name) => _configuration[name] is { Length: > 0 } text ? text : null;

    private bool ReadOtlp(string endpoint)
    {
        if (!IsHttp(endpoint))
        {
            _faults.Add($"{OtlpEndpoint} is no URL of a collector (what it holds is not shown); it accepts http://host:port or https://host:port.");
        }

        if (Text(OtlpProtocol) is { } protocol and not ("grpc" or "http/protobuf"))
        {
            _faults.Add($"{OtlpProtocol} is \"{protocol}\"; it accepts grpc or http/protobuf.");
        }

        if (Text(OtlpHeaders) is { } headers && !Array.TrueForAll(headers.Split(','), h => h.IndexOf('=', StringComparison.Ordinal) > 0))
        {
            _faults.Add($"{OtlpHeaders} cannot be read (what it holds is not shown); it accepts name=value, several separated by commas.");
        }

        return true;
    }

    private void ReadInsights(string connection)
    {
        Insights = connection;
        var parts = Parts(connection);
        if (parts is null
            || !Guid.TryParse(parts.GetValueOrDefault("InstrumentationKey"), out _)
            || parts.Any(p => p.Key.EndsWith("Endpoint", StringComparison.OrdinalIgnoreCase) && !IsHttp(p.Value)))
        {
            _faults.Add(
                $"{InsightsConnection} cannot be read (what it holds is not shown); it accepts the connection string of an Application Insights resource: "
                + "InstrumentationKey=…;IngestionEndpoint=https://….");
        }

        if (Text(InsightsAuthentication) is not { } authentication)
        {
            return;
        }

        InsightsByIdentity = true;
        var said = Parts(authentication);
        InsightsClientId = said?.GetValueOrDefault("ClientId");
        if (said is null
            || !"AAD".Equals(said.GetValueOrDefault("Authorization"), StringComparison.OrdinalIgnoreCase)
            || (InsightsClientId is not null && !Guid.TryParse(InsightsClientId, out _))
            || said.Count > (InsightsClientId is null ? 1 : 2))
        {
            _faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{InsightsAuthentication} cannot be read (what it holds is not shown); it accepts Authorization=AAD, or ClientId=…;Authorization=AAD with the client id of a user-assigned managed identity."));
        }
    }

    private static bool IsHttp(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.UserInfo.Length == 0;

    /// <summary>The parts of <c>name=value;name=value</c>; null if the text is something else.</summary>
    private static Dictionary<string, string>? Parts(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !parts.TryAdd(part[..equals].TrimEnd(), part[(equals + 1)..].TrimStart()))
            {
                return null;
            }
        }

        return parts;
    }
}
