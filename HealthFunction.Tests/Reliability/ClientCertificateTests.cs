using System.Diagnostics;
using System.Globalization;
using HealthFunction.Testing;
using HealthFunction.Tests.Probes;

namespace HealthFunction.Tests.Reliability;

/// <summary>
/// An OpenSSL server that demands a client certificate, because it rejects the connection with a TLS alert; Kestrel just closes it.
/// </summary>
public sealed class ClientCertificateTests
{
    [Theory]
    [InlineData("-tls1_3")]
    [InlineData("-tls1_2")]
    public async Task A_server_that_demands_a_client_certificate_is_a_failure_of_TLS_and_no_lost_connection(string version)
    {
        Assert.SkipUnless(Shell.Find("openssl") is not null, "The program openssl is not installed.");
        using var certificates = new TestCertificates();
        using var files = new TempFolder();
        using var lease = PortLease.Take();
        var port = lease.Port.ToString(CultureInfo.InvariantCulture);
        using var certificate = certificates.Good("127.0.0.1");
        var (pem, key) = TlsPostgres.Write(certificate, files);
        using var server = new ChildProcess(new ProcessStartInfo(
            "openssl",
            [
                "s_server", "-accept", "127.0.0.1:" + port, "-cert", pem, "-key", key, "-CAfile", certificates.AuthorityFile, "-Verify", "1",
                "-verify_return_error", "-www", version,
            ]));
        await server.WaitForOutputAsync(output => output.Contains("ACCEPT", StringComparison.Ordinal) ? output : null);

        await using var app = await AppProcess.StartAsync(new Dictionary<string, string?>
        {
            ["SSL_CERT_FILE"] = certificates.AuthorityFile,
            ["Health__Timeout"] = "00:00:10",
            ["Health__Endpoints__secured"] = $"https://127.0.0.1:{port}/",
        });
        using var asking = new Asking(app.Address);
        Assert.Equal("TLS failure", (await asking.AskAsync()).Answer.Errors["endpoint.secured"]);
    }
}
