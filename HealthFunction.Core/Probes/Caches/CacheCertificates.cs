using StackExchange.Redis;

namespace HealthFunction.Probes.Caches;

/// <summary>Notes the certificates that Redis servers show. What is accepted stays as it is without that.</summary>
internal static class CacheCertificates
{
    /// <summary>The library's own variable for an authority that it trusts. It counts only where there is no callback.</summary>
    private const string TrustedIssuer = "SERedis_IssuerCertPath";

    public static void Note(ConfigurationOptions settings, ShownCertificate certificate)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TrustedIssuer)))
        {
            settings.CertificateValidation += (_, shown, chain, errors) =>
            {
                certificate.Add(shown);
                return ShownCertificate.Accept(chain, errors);
            };
        }
    }
}
