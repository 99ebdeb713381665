using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HealthFunction.Settings;

namespace HealthFunction.Probes.Endpoints;

/// <summary>The authorities that an endpoint's certificate may come from, and the certificate that the endpoint gets.</summary>
internal sealed class EndpointCertificates
{
    private const string PemForm = "it accepts the path of a PEM file, or its text.";
    private const string ClientForm = "it accepts the path of a PEM or PKCS#12 file with a certificate and its key, the text of a PEM file, or a PKCS#12 file as Base64.";

    /// <summary>Instead of those that the system trusts.</summary>
    public string? Authority { get; init; }

    public string? Client { get; init; }

    /// <summary>Null when <see cref="Client"/> has the key as well.</summary>
    public string? ClientKey { get; init; }

    /// <summary>Of the key.</summary>
    public string? ClientPassword { get; init; }

    public static EndpointCertificates Read(SettingsSection section, string url)
    {
        var read = new EndpointCertificates
        {
            Authority = section.Text("CertificateAuthority"),
            Client = section.Text("ClientCertificate"),
            ClientKey = section.Text("ClientCertificateKey"),
            ClientPassword = section.Text("ClientCertificatePassword"),
        };
        section.Hide([read.ClientPassword ?? "", .. CertificateText.Secrets(read.Client), .. CertificateText.Secrets(read.ClientKey)]);
        read.FindFaults(section, url);
        return read;
    }

    /// <returns>Null when TLS is as the system has it.</returns>
    /// <exception cref="CryptographicException">There is no certificate where the settings say, or it has no key.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public SslClientAuthenticationOptions? Load()
    {
        if (Authority is null && Client is null)
        {
            return null;
        }

        var tls = new SslClientAuthenticationOptions();
        if (Authority is not null)
        {
            tls.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(CertificateText.ReadAuthorities(Authority));
        }

        if (Client is not null)
        {
            tls.ClientCertificateContext = CertificateText.ReadClient(Client, ClientKey, ClientPassword);
        }

        return tls;
    }

    private static bool IsUsable(EndpointCertificates certificates)
    {
        try
        {
            _ = certificates.Load();
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }

    private void FindFaults(SettingsSection section, string url)
    {
        if (Client is null && (ClientKey is not null || ClientPassword is not null))
        {
            section.Fault("has a ClientCertificateKey or a ClientCertificatePassword and no ClientCertificate.");
        }

        if ((Authority is not null || Client is not null) && url.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
        {
            section.Fault("has certificates, which only an https URL uses.");
            return;
        }

        if (Authority is not null && !IsUsable(new() { Authority = Authority }))
        {
            section.Child("CertificateAuthority").Fault($"holds no certificate that can be read (what it holds is not shown); {PemForm}");
        }

        if (Client is not null && !IsUsable(new() { Client = Client, ClientKey = ClientKey, ClientPassword = ClientPassword }))
        {
            section.Child("ClientCertificate").Fault($"holds no certificate with a key that can be read (what it holds is not shown); {ClientForm}");
        }
    }
}
