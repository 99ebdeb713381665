using HealthFunction.Probes.Caches;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Probes;

/// <summary>Redis over TLS, with invalid certificates, and with a server that demands a client certificate.</summary>
public sealed class CacheTlsTests : IDisposable
{
    private const string TrustedIssuer = "SERedis_IssuerCertPath";
    private const string OwnCertificate = "SERedis_ClientCertPfxPath";

    private readonly TestCertificates _certificates = new();

    /// <remarks>For the whole process, but no other test uses TLS with Redis.</remarks>
    public CacheTlsTests() => Environment.SetEnvironmentVariable(TrustedIssuer, _certificates.AuthorityFile);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(TrustedIssuer, null);
        Environment.SetEnvironmentVariable(OwnCertificate, null);
        _certificates.Dispose();
    }

    [Fact]
    public async Task A_foreign_an_expired_and_a_wrong_name_certificate_are_failures_of_TLS()
    {
        foreach (var certificate in new[] { TestCertificates.Foreign("127.0.0.1"), _certificates.Expired("127.0.0.1"), _certificates.Good("other.example") })
        {
            await using var server = new TlsRedis(certificate, _certificates);
            await server.StartAsync();
            Assert.Equal("TLS failure", await AskAsync(server.ConnectionString));
        }
    }

    [Fact]
    public async Task A_server_that_wants_a_certificate_of_the_client_is_a_failure_of_TLS()
    {
        await using var server = new TlsRedis(_certificates.Good("127.0.0.1"), _certificates, clientCertificates: "yes");
        await server.StartAsync();
        Assert.Equal("TLS failure", await AskAsync(server.ConnectionString));
        Assert.Equal("TLS failure", await AskAsync(server.ConnectionString + ",sslProtocols=Tls12"));
    }

    [Fact]
    public async Task A_client_without_TLS_gets_no_invented_cause()
    {
        await using var server = new TlsRedis(_certificates.Good("127.0.0.1"), _certificates);
        await server.StartAsync();
        Assert.Equal("connection lost", await AskAsync(server.Server.ConnectionString(port: server.Port)));
    }

    [Fact]
    public async Task A_good_certificate_is_up_and_errors_of_the_server_behind_it_are_reported()
    {
        await using var server = new TlsRedis(_certificates.Good("127.0.0.1"), _certificates);
        await server.StartAsync();
        Assert.Equal(Attempt.Up, await AskAsync(server.ConnectionString));
        Assert.Equal("authentication failed", await AskAsync(server.ConnectionString + "wrong"));
        await server.Server.SendAsync("ACL", "SETUSER", "default", "nopass");
        Assert.Equal("authentication failed", await AskAsync(server.ConnectionString + ",user=nobody"));
    }

    /// <remarks>The library goes on without such a file, so what counts is whether a handshake fails for want of it.</remarks>
    [Theory]
    [InlineData("missing.pem")]
    [InlineData("garbage.pem")]
    public async Task A_certificate_file_that_cannot_be_used_is_a_failure_of_TLS_only_where_a_handshake_fails(string file)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.Combine("garbage.pem"), "no certificate", TestContext.Current.CancellationToken);
        await using var server = new TlsRedis(_certificates.Good("127.0.0.1"), _certificates);
        await using var demanding = new TlsRedis(_certificates.Good("127.0.0.1"), _certificates, clientCertificates: "yes");
        await Task.WhenAll(server.StartAsync(), demanding.StartAsync());

        Environment.SetEnvironmentVariable(OwnCertificate, folder.Combine(file));
        Assert.Equal(Attempt.Up, await AskAsync(server.ConnectionString));
        Assert.Equal("TLS failure", await AskAsync(demanding.ConnectionString));

        // The system does not trust the server's certificate.
        Environment.SetEnvironmentVariable(TrustedIssuer, folder.Combine(file));
        Assert.Equal("TLS failure", await AskAsync(server.ConnectionString));
    }

    private static async Task<string> AskAsync(string text)
    {
        await using var probe = new CacheProbe(new CacheOptions { ConnectionString = text }, Attempt.Timeout, credential: null, TimeProvider.System);
        return await Attempt.RunAsync(probe);
    }
}
