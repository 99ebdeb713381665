using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Probes;

/// <summary>Lets a Redis server use TLS on a second port, beside the plain one.</summary>
internal static class RedisTls
{
    /// <summary>Lines of <c>redis.conf</c>; the files that they name are in <paramref name="folder"/>.</summary>
    public static IReadOnlyList<string> Lines(int port, X509Certificate2 certificate, TestCertificates authority, TempFolder folder)
    {
        var name = Guid.NewGuid().ToString("N");
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(folder.Combine(name + ".pem"), certificate.ExportCertificatePem());
        File.WriteAllText(folder.Combine(name + ".key"), key.ExportPkcs8PrivateKeyPem());
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"tls-port {port}"),
            $"tls-cert-file {folder.Combine(name + ".pem")}",
            $"tls-key-file {folder.Combine(name + ".key")}",
            $"tls-ca-cert-file {authority.AuthorityFile}",
        ];
    }
}
