using System.Security.Cryptography.X509Certificates;
using HealthFunction.Checks;
using HealthFunction.Probes;
using HealthFunction.Probes.Caches;
using HealthFunction.Probes.Databases;
using HealthFunction.Probes.Endpoints;
using HealthFunction.Tests.Settings;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace HealthFunction.Tests.Probes;

/// <summary>Each kind of probe reads the end of the certificate off its own connection to a real server.</summary>
public sealed class CertificateDaysTests : IDisposable
{
    private const string Host = "127.0.0.1";

    private static readonly TimeSpan ThreeDays = TimeSpan.FromDays(3);

    private readonly TestCertificates _certificates = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("VerifyFull")]
    [InlineData("VerifyCA")]
    [InlineData("Require")]
    public async Task Of_PostgreSQL(string mode)
    {
        var ending = _certificates.Ending(Host, ThreeDays);
        await using var server = new TlsPostgres(ending);
        await server.StartAsync();
        var root = mode == "Require" ? "" : $";Root Certificate={_certificates.AuthorityFile}";
        await using var probe = new DatabaseProbe(
            new DatabaseOptions { ConnectionString = $"{server.AdminConnectionString};SSL Mode={mode}{root}" }, Attempt.Timeout, credential: null, TimeProvider.System);
        AssertEnds("certificate ends soon", ending, await AskAsync(probe));
        AssertEnds("certificate ends soon", ending, await AskAsync(probe));
    }

    [Fact]
    public async Task Of_PostgreSQL_without_TLS_or_without_a_limit_there_is_nothing_to_say()
    {
        await using var server = new TlsPostgres(_certificates.Ending(Host, ThreeDays));
        await server.StartAsync();
        await using var plain = new DatabaseProbe(
            new DatabaseOptions { ConnectionString = $"{server.AdminConnectionString};SSL Mode=Disable" }, Attempt.Timeout, credential: null, TimeProvider.System);
        AssertEnds(null, null, await AskAsync(plain));
        await using var unlimited = new DatabaseProbe(
            new DatabaseOptions { ConnectionString = $"{server.AdminConnectionString};SSL Mode=Require", Certificates = new CertificateLimit(0) },
            Attempt.Timeout,
            credential: null,
            TimeProvider.System);
        Assert.Equal(HealthStatus.Healthy, (await AskAsync(unlimited)).Status);
    }

    [Fact]
    public async Task Of_PostgreSQL_that_nobody_verifies_an_ended_certificate_is_a_warning()
    {
        var expired = _certificates.Expired(Host);
        await using var server = new TlsPostgres(expired);
        await server.StartAsync();
        await using var probe = new DatabaseProbe(
            new DatabaseOptions { ConnectionString = $"{server.AdminConnectionString};SSL Mode=Require" }, Attempt.Timeout, credential: null, TimeProvider.System);
        AssertEnds("certificate has ended", expired, await AskAsync(probe));
    }

    [Fact]
    public async Task Of_an_endpoint_and_the_next_connection_shows_the_renewed_one()
    {
        var (ending, good) = (_certificates.Ending(Host, ThreeDays), _certificates.Good(Host));
        await using var server = await AnsweringServer.StartAsync(new() { ServerCertificate = ending });
        await using var probe = Endpoint(server, TimeProvider.System);
        AssertEnds("certificate ends soon", ending, await AskAsync(probe));
        AssertEnds("certificate ends soon", ending, await AskAsync(probe));
        server.Tls = new() { ServerCertificate = good };
        server.CutExisting();
        AssertEnds(null, good, await AskAsync(probe));
    }

    [Fact]
    public async Task Of_an_endpoint_whose_certificate_ends_while_the_connection_is_kept()
    {
        await using var server = await AnsweringServer.StartAsync(new() { ServerCertificate = _certificates.Ending(Host, ThreeDays) });
        _time.SetUtcNow(_time.GetUtcNow() + ThreeDays - TimeSpan.FromSeconds(10));
        await using var probe = Endpoint(server, _time);
        Assert.Equal("certificate ends soon", (await AskAsync(probe)).Description);
        server.Tls = new() { ServerCertificate = _certificates.Expired(Host) };
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(ErrorText.TlsFailure, (await Assert.ThrowsAsync<ProbeException>(() => AskAsync(probe))).Error);
        var good = _certificates.Good(Host);
        server.Tls = new() { ServerCertificate = good };
        AssertEnds(null, good, await AskAsync(probe));
    }

    [Theory]
    [InlineData("ReadWrite")]
    [InlineData("Ping")]
    public async Task Of_Redis(string mode)
    {
        var ending = _certificates.Ending(Host, ThreeDays);
        await using var server = new TlsRedis(ending, _certificates);
        await server.StartAsync();
        var settings = ConfigurationOptions.Parse(server.ConnectionString);
        var shown = new ShownCertificate(TimeProvider.System);
        CacheCertificates.Note(settings, shown);

        // The system does not trust the authority, so the connection fails, with the certificate noted all the same.
        await using var probe = new CacheProbe(
            new CacheOptions { ConnectionString = server.ConnectionString, Mode = Enum.Parse<CacheMode>(mode) }, Attempt.Timeout, credential: null, TimeProvider.System);
        Assert.Equal("TLS failure", await Attempt.RunAsync(probe));
        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(settings));
        Assert.Equal(Utc(ending), shown.EndsAt);
    }

    private static DateTimeOffset Utc(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime());

    private static Task<HealthCheckResult> AskAsync(IHealthCheck probe) =>
        probe.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

    private static void AssertEnds(string? text, X509Certificate2? certificate, HealthCheckResult result)
    {
        Assert.Equal((text is null ? HealthStatus.Healthy : HealthStatus.Degraded, text), (result.Status, result.Description));
        Assert.Equal(certificate is null ? null : Utc(certificate), CertificateData.Read(result));
    }

    private EndpointProbe Endpoint(AnsweringServer server, TimeProvider time) => new(
        ReadSettings.Endpoint(server.Url, ("CertificateAuthority", _certificates.AuthorityFile)), Attempt.Timeout, credential: null, time);
}
