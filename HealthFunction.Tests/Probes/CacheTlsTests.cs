using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using HealthFunction.Probes.Caches;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Probes;

/// <summary>Redis over TLS, with invalid certificates, and with a server that demands a client certificate.</summary>
public sealed class CacheTlsTests : IDisposable
{
    private const string TrustedIssuer = "SERedis_IssuerCertPath";

    private readonly TestCertificates _certificates = new();
    private readonly TempFolder _files = new();
    private readonly PortLease _port = PortLease.Take();

    /// <remarks>For the whole process, but no other test uses TLS with Redis.</remarks>
    public CacheTlsTests() => Environment.SetEnvironmentVariable(TrustedIssuer, _certificates.AuthorityFile);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(TrustedIssuer, null);
        _certificates.Dispose();
        _files.Dispose();
        _port.Dispose();
    }

    [Fact]
    public async Task A_foreign_an_expired_and_a_wrong_name_certificate_are_failures_of_TLS()
    {
        foreach (var certificate in new[] { TestCertificates.Foreign("127.0.0.1"), _certificates.Expired("127.0.0.1"), _certificates.Good("other.example") })
        {
            await using var server = Create(certificate);
            await server.StartAsync();
            Assert.Equal("TLS failure", await AskAsync(Text(server)));
        }
    }

    [Fact]
    public async Task A_server_that_wants_a_certificate_of_the_client_is_a_failure_of_TLS()
    {
        await using var server = Create(_certificates.Good("127.0.0.1"), "yes");
        await server.StartAsync();
        Assert.Equal("TLS failure", await AskAsync(Text(server)));
        Assert.Equal("TLS failure", await AskAsync(Text(server) + ",sslProtocols=Tls12"));
    }

    [Fact]
    public async Task A_client_without_TLS_gets_no_invented_cause()
    {
        await using var server = Create(_certificates.Good("127.0.0.1"));
        await server.StartAsync();
        Assert.Equal("connection lost", await AskAsync(server.ConnectionString(port: _port.Port)));
    }

    [Fact]
    public async Task A_good_certificate_is_up_and_errors_of_the_server_behind_it_are_reported()
    {
        await using var server = Create(_certificates.Good("127.0.0.1"));
        await server.StartAsync();
        Assert.Equal(Attempt.Up, await AskAsync(Text(server)));
        Assert.Equal("authentication failed", await AskAsync(Text(server) + "wrong"));
        await server.SendAsync("ACL", "SETUSER", "default", "nopass");
        Assert.Equal("authentication failed", await AskAsync(Text(server) + ",user=nobody"));
    }

    [Fact]
    public async Task A_missing_certificate_file_is_no_lost_connection()
    {
        await using var server = Create(_certificates.Good("127.0.0.1"));
        await server.StartAsync();
        Environment.SetEnvironmentVariable(TrustedIssuer, "/nowhere/authority.pem");
        Assert.Equal("TLS failure", await AskAsync(Text(server)));
    }

    private static async Task<string> AskAsync(string text)
    {
        await using var probe = new CacheProbe(new CacheOptions { ConnectionString = text }, Attempt.Timeout, credential: null, TimeProvider.System);
        return await Attempt.RunAsync(probe);
    }

    private string Text(RedisServer server) =>
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port.Port},ssl=true,password={server.Password}");

    private RedisServer Create(X509Certificate2 certificate, string wantsCertificates = "no") => new()
    {
        Configuration = [.. RedisTls.Lines(_port.Port, certificate, _certificates, _files), $"tls-auth-clients {wantsCertificates}"],
    };
}
