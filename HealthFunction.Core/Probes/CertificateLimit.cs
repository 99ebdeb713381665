using HealthFunction.Checks;
using HealthFunction.Settings;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Probes;

/// <summary><c>…__CertificateDays</c>: a dependency that answered is degraded when its certificate has fewer days left.</summary>
/// <param name="days">Zero means that no certificate degrades it.</param>
/// <remarks>A certificate that the client does not verify may even have ended: what the app does is not hindered, so it is a warning.</remarks>
internal readonly struct CertificateLimit(int days)
{
    public const string EndsSoon = "certificate ends soon";
    public const string HasEnded = "certificate has ended";

    private const int MaxDays = 3650;

    public static CertificateLimit Default { get; } = new(14);

    public static CertificateLimit Read(SettingsSection section) =>
        section.Number("CertificateDays", 0, MaxDays) is { } days ? new(days) : Default;

    /// <param name="endsAt">When the certificate ends; null when none was shown.</param>
    /// <param name="now">The time of the answer.</param>
    public HealthCheckResult Judge(DateTimeOffset? endsAt, DateTimeOffset now)
    {
        if (endsAt is not { } end)
        {
            return HealthCheckResult.Healthy();
        }

        var data = CertificateData.Of(end);
        return end - now >= TimeSpan.FromDays(days) || days == 0
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded(end > now ? EndsSoon : HasEnded, data: data);
    }
}
