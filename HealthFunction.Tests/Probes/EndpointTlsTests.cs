using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HealthFunction.Probes.Endpoints;
using HealthFunction.Testing;
using HealthFunction.Tests.Settings;

namespace HealthFunction.Tests.Probes;

/// <summary>A certificate authority of its own, and a client certificate in each form.</summary>
public sealed class EndpointTlsTests : IAsyncLifetime
{
    private const string Host = "127.0.0.1";

    private readonly TestCertificates _certificates = new();
    private readonly TempFolder _folder = new();
    private AnsweringServer _server = null!;

    private (string Key, string Value) Authority => ("CertificateAuthority", _certificates.AuthorityFile);

    public async ValueTask InitializeAsync() => _server = await AnsweringServer.StartAsync(Tls(_certificates.Good(Host)));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
        _certificates.Dispose();
    }

    [Fact]
    public async Task Only_the_authority_of_the_settings_is_trusted()
    {
        Assert.Equal("TLS failure", await AskAsync());
        Assert.Equal(Attempt.Up, await AskAsync(Authority));
        Assert.Equal(Attempt.Up, await AskAsync(("CertificateAuthority", await File.ReadAllTextAsync(_certificates.AuthorityFile, TestContext.Current.CancellationToken))));
        using var other = new TestCertificates();
        Assert.Equal("TLS failure", await AskAsync(("CertificateAuthority", other.AuthorityFile)));
    }

    [Fact]
    public async Task An_expired_certificate_and_one_of_another_name_are_rejected_in_spite_of_the_authority()
    {
        _server.Tls = Tls(_certificates.Expired(Host));
        Assert.Equal("TLS failure", await AskAsync(Authority));
        _server.Tls = Tls(_certificates.Good("elsewhere.test"));
        Assert.Equal("TLS failure", await AskAsync(Authority));
        Assert.Equal(Attempt.Up, await AskAsync(Authority, ("Headers:Host", "elsewhere.test")));
    }

    [Fact]
    public async Task A_client_certificate_is_sent_in_whatever_form_the_settings_have_it()
    {
        using var own = _certificates.Good("client");
        var (pem, key) = TlsPostgres.Write(own, _folder);
        var both = _folder.Combine("both.pem");
        await File.WriteAllTextAsync(both, await File.ReadAllTextAsync(pem, Cancelled) + "\n" + await File.ReadAllTextAsync(key, Cancelled), Cancelled);
        var store = _folder.Combine("own.p12");
        await File.WriteAllBytesAsync(store, own.Export(X509ContentType.Pkcs12, "p4ss")!, Cancelled);
        _server.Tls = Demanding(own.Thumbprint);

        Assert.Equal(Attempt.Up, await AskAsync(Authority, ("ClientCertificate", both)));
        Assert.Equal(Attempt.Up, await AskAsync(Authority, ("ClientCertificate", pem), ("ClientCertificateKey", key)));
        Assert.Equal(Attempt.Up, await AskAsync(Authority, ("ClientCertificate", await File.ReadAllTextAsync(both, Cancelled))));
        Assert.Equal(Attempt.Up, await AskAsync(Authority, ("ClientCertificate", store), ("ClientCertificatePassword", "p4ss")));
        Assert.Equal(Attempt.Up, await AskAsync(Authority, ("ClientCertificate", Convert.ToBase64String(own.Export(X509ContentType.Pkcs12)))));
    }

    [Fact]
    public async Task A_renewed_file_counts_from_the_next_connection()
    {
        var path = _folder.Combine("authority.pem");
        using var other = new TestCertificates();
        File.Copy(other.AuthorityFile, path);
        await using var probe = Create(("CertificateAuthority", path));
        Assert.Equal("TLS failure", await Attempt.RunAsync(probe));
        File.Copy(_certificates.AuthorityFile, path, overwrite: true);
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
    }

    [Fact]
    public async Task A_file_that_is_gone_is_no_failure_of_TLS()
    {
        var path = _folder.Combine("gone.pem");
        File.Copy(_certificates.AuthorityFile, path);
        await using var probe = Create(("CertificateAuthority", path));
        File.Delete(path);
        Assert.Equal("check failed", await Attempt.RunAsync(probe));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static SslServerAuthenticationOptions Tls(X509Certificate2 certificate) => new() { ServerCertificate = certificate };

    private SslServerAuthenticationOptions Demanding(string thumbprint) => new()
    {
        ServerCertificate = _certificates.Good(Host),
        ClientCertificateRequired = true,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is X509Certificate2 { Thumbprint: var shown } && shown == thumbprint,
    };

    private async Task<string> AskAsync(params (string Key, string Value)[] settings)
    {
        await using var probe = Create(settings);
        return await Attempt.RunAsync(probe);
    }

    private EndpointProbe Create(params (string Key, string Value)[] settings) =>
        new(ReadSettings.Endpoint(_server.Url, settings), Attempt.Timeout, credential: null, TimeProvider.System);
}
