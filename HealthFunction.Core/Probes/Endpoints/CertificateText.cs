using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace HealthFunction.Probes.Endpoints;

/// <summary>
/// Reads certificates from what a setting holds: the path of a file, or what would be in the file. A Key Vault reference to a certificate
/// gives the latter, as PEM or as PKCS#12 in Base64.
/// </summary>
internal static class CertificateText
{
    private const string PemStart = "-----BEGIN ";

    /// <exception cref="CryptographicException">There is none.</exception>
    public static X509Certificate2Collection ReadAuthorities(string text)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(IsPem(text) ? text : File.ReadAllText(text));
        return all.Count > 0 ? all : throw new CryptographicException("There is no certificate");
    }

    /// <summary>The first certificate, which has the key, and the others as those between it and its authority.</summary>
    /// <exception cref="CryptographicException">There is no certificate, or no key of it.</exception>
    public static SslStreamCertificateContext ReadClient(string text, string? keyText, string? password)
    {
        var content = IsPem(text) ? Encoding.UTF8.GetBytes(text) : File.Exists(text) ? File.ReadAllBytes(text) : FromBase64(text);
        var all = new X509Certificate2Collection();
        X509Certificate2? own;
        if (content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(PemStart)) >= 0)
        {
            var pem = Encoding.UTF8.GetString(content);
            var key = keyText is null ? pem : IsPem(keyText) ? keyText : File.ReadAllText(keyText);
            own = password is null ? X509Certificate2.CreateFromPem(pem, key) : X509Certificate2.CreateFromEncryptedPem(pem, key, password);
            all.ImportFromPem(pem);
            all.RemoveAt(0);
        }
        else
        {
            all = X509CertificateLoader.LoadPkcs12Collection(content, password);
            own = all.FirstOrDefault(c => c.HasPrivateKey);
            all.Remove(own ?? throw new CryptographicException("There is no certificate with a key"));
        }

        return SslStreamCertificateContext.Create(own, all, offline: true);
    }

    /// <summary>The lines of what is no path.</summary>
    public static IEnumerable<string> Secrets(string? text) =>
        text is null || (!IsPem(text) && File.Exists(text))
            ? []
            : text.Split(['\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith("-----", StringComparison.Ordinal) || line.Length > 64);

    private static bool IsPem(string text) => text.Contains(PemStart, StringComparison.Ordinal);

    private static byte[] FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException e)
        {
            throw new CryptographicException("There is no such file, and it is no Base64", e);
        }
    }
}
