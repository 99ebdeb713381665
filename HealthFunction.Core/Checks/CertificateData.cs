using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Checks;

/// <summary>What a check's result says of the certificate of its dependency, beside its status.</summary>
internal static class CertificateData
{
    private const string Ends = "certificateEnds";

    public static IReadOnlyDictionary<string, object> Of(DateTimeOffset endsAt) => new Dictionary<string, object> { [Ends] = endsAt };

    public static DateTimeOffset? Read(HealthCheckResult result) => result.Data.TryGetValue(Ends, out var value) ? value as DateTimeOffset? : null;
}
