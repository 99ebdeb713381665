using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using HealthFunction.Testing;
using HealthFunction.Tests.Probes;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>PostgreSQL, Redis and an endpoint with certificates that end in 3 days: UP, 200, and degraded everywhere else.</summary>
public sealed class CertificateTests : IAsyncLifetime
{
    private const string Host = "127.0.0.1";

    private static readonly string[] Checks = ["database.secured", "cache.secured", "endpoint.secured", "endpoint.far"];

    private readonly TestCertificates _certificates = new();
    private readonly TlsPostgres _postgres;
    private readonly TlsRedis _redis;
    private AnsweringServer? _ending;
    private AnsweringServer? _far;
    private AppProcess? _app;

    public CertificateTests()
    {
        _postgres = new TlsPostgres(Ending());
        _redis = new TlsRedis(Ending(), _certificates);
    }

    public async ValueTask InitializeAsync()
    {
        _ending = await AnsweringServer.StartAsync(new() { ServerCertificate = Ending() });
        _far = await AnsweringServer.StartAsync(new() { ServerCertificate = _certificates.Good(Host) });
        await Task.WhenAll(_postgres.StartAsync(), _redis.StartAsync());
        _app = await AppProcess.StartAsync(new Dictionary<string, string?>
        {
            // What the system trusts, for this process.
            ["SSL_CERT_FILE"] = _certificates.AuthorityFile,
            ["Health__Timeout"] = "00:00:20",
            ["Health__Databases__secured"] = $"{_postgres.Server.ConnectionString()};SSL Mode=VerifyFull;Root Certificate={_certificates.AuthorityFile}",
            ["Health__Databases__secured__Critical"] = "false",
            ["Health__Caches__secured"] = _redis.ConnectionString,
            ["Health__Endpoints__secured"] = _ending.Url,
            ["Health__Endpoints__far"] = _far.Url,
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var disposable in new IAsyncDisposable?[] { _app, _ending, _far, _postgres, _redis })
        {
            if (disposable is not null)
            {
                await disposable.DisposeAsync();
            }
        }

        _certificates.Dispose();
    }

    [Fact]
    public async Task Three_days_are_degraded_and_shown_and_thirty_are_shown()
    {
        var plain = await Answer.GetAsync(_app!.Client, "api/health");
        Assert.Equal(("UP", 200, 0), (plain.Status, (int)plain.Code, plain.Errors.Count));

        using var json = JsonDocument.Parse(await TextAsync("api/health?format=health%2Bjson"));
        Assert.Equal("warn", json.RootElement.GetProperty("status").GetString());
        var checks = json.RootElement.GetProperty("checks");
        Assert.Equal(
            [(2, "warn"), (2, "warn"), (2, "warn"), (29, "pass")],
            Checks.Select(c => checks.GetProperty($"{c}:certificateDays")[0]).Select(e => (e.GetProperty("observedValue").GetInt32(), e.GetProperty("status").GetString()!)));
        Assert.Equal(
            ["certificate ends soon", "certificate ends soon", "certificate ends soon", null],
            Checks.Select(c => checks.GetProperty($"{c}:responseTime")[0].TryGetProperty("output", out var output) ? output.GetString() : null));

        var metrics = await TextAsync("api/health?format=prometheus");
        Assert.Contains("health_check_certificate_days{check=\"cache.secured\"} 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains("health_check_degraded{check=\"database.secured\"} 1\n", metrics, StringComparison.Ordinal);

        var page = await TextAsync("api/status");
        Assert.Equal(3, page.Split("Certificate: 2 days left").Length - 1);
        Assert.Contains("Certificate: 29 days left", page, StringComparison.Ordinal);
    }

    private Task<string> TextAsync(string path) =>
        _app!.Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private X509Certificate2 Ending() => _certificates.Ending(Host, TimeSpan.FromDays(3));
}
