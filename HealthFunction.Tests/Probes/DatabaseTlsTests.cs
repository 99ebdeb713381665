using System.Globalization;
using System.Net;
using HealthFunction.Checks;
using HealthFunction.Net;
using HealthFunction.Probes;
using HealthFunction.Probes.Databases;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Probes;

/// <summary>The probe connects to an address, but verifies the name.</summary>
public sealed class DatabaseTlsTests : IAsyncLifetime
{
    private const string Name = "db.test";

    private readonly TestCertificates _certificates = new();
    private readonly TlsPostgres _server;

    public DatabaseTlsTests() => _server = new TlsPostgres(_certificates.Good(Name));

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificates.Dispose();
    }

    [Fact]
    public async Task The_name_of_the_setting_is_what_the_certificate_has_to_hold() =>
        Assert.Equal(Attempt.Up, await OpenAsync(Name));

    [Fact]
    public async Task Another_name_is_a_failure_of_TLS() => Assert.Equal("TLS failure", await OpenAsync("other.test"));

    [Fact]
    public async Task A_certificate_that_is_expired_or_of_a_foreign_authority_is_a_failure_of_TLS()
    {
        await _server.UseAsync(_certificates.Expired(Name));
        Assert.Equal("TLS failure", await OpenAsync(Name));
        await _server.UseAsync(TestCertificates.Foreign(Name));
        Assert.Equal("TLS failure", await OpenAsync(Name));
    }

    [Theory]
    [InlineData("Root Certificate=/nowhere/root.pem")]
    [InlineData("SSL Certificate=/nowhere/client.pem")]
    [InlineData("SSL Certificate=/nowhere/client.pfx")]
    public async Task A_certificate_file_that_is_missing_is_no_lost_connection(string settings) =>
        Assert.Equal("check failed", await OpenAsync(Name, settings));

    [Theory]
    [InlineData("Root Certificate", "garbage.pem")]
    [InlineData("SSL Certificate", "garbage.pem")]
    [InlineData("SSL Certificate", "garbage.pfx")]
    public async Task A_certificate_file_that_holds_none_is_no_failure_of_TLS(string setting, string file)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.Combine(file), "no certificate", TestContext.Current.CancellationToken);
        Assert.Equal("check failed", await OpenAsync(Name, $"{setting}={folder.Combine(file)}"));
    }

    [Fact]
    public async Task A_server_that_demands_a_client_certificate_is_no_lost_connection()
    {
        await _server.DemandClientCertificatesAsync(_certificates.AuthorityFile);
        Assert.Equal("authentication failed", await OpenAsync(Name));
    }

    private async Task<string> OpenAsync(string name, string more = "")
    {
        var names = new NameResolver(_ => [IPAddress.Loopback], TimeProvider.System);
        var settings = string.Create(
            CultureInfo.InvariantCulture,
            $"{_server.AdminConnectionString};Host={name};SSL Mode=VerifyFull;Root Certificate={_certificates.AuthorityFile};{more}");
        var connector = new DatabaseConnector(new DatabaseSource(settings, credential: null), Attempt.Timeout, TimeProvider.System, names);
        try
        {
            using var connection = await connector.OpenAsync(Attempt.Timeout, TestContext.Current.CancellationToken);
            return Attempt.Up;
        }
        catch (Exception e) when (ProbeFailure.From(e, DatabaseFailure.Read, Attempt.Timeout) is { Verdict: Verdict.Down } failure)
        {
            return failure.Error.Text;
        }
    }
}
