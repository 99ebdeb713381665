using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Probes;

/// <summary>An authority that some programs trust, and the certificates that it and others sign.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _authority = MakeAuthority();

    public TestCertificates() => File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());

    /// <summary>PEM, in the form that <c>Root Certificate</c> and <c>SSL_CERT_FILE</c> accept.</summary>
    public string AuthorityFile => _folder.Combine("authority.pem");

    /// <summary>A valid server certificate with its key.</summary>
    public X509Certificate2 Good(string name) => Make(_authority, name, TimeSpan.FromDays(30));

    /// <summary>A valid one that will not be so for long.</summary>
    public X509Certificate2 Ending(string name, TimeSpan rest) => Make(_authority, name, rest);

    public X509Certificate2 Expired(string name) => Make(_authority, name, TimeSpan.FromDays(-1));

    public static X509Certificate2 Foreign(string name)
    {
        using var other = MakeAuthority();
        return Make(other, name, TimeSpan.FromDays(1));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private static X509Certificate2 MakeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Authority " + TestServer.NewPassword(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-10), TimeProvider.System.GetUtcNow().AddDays(40));
    }

    private static X509Certificate2 Make(X509Certificate2 authority, string name, TimeSpan life)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.Create(authority, now.AddDays(-5), now + life, RandomNumberGenerator.GetBytes(8));
        using var withKey = signed.CopyWithPrivateKey(key);

        // The form of the key that SslStream needs.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
