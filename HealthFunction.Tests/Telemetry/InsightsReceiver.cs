using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using HealthFunction.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace HealthFunction.Tests.Telemetry;

/// <summary>
/// The ingestion endpoint of Application Insights, with TLS because the exporter sends a token only over it, and the managed identity
/// endpoint that an app on Azure finds in its environment.
/// </summary>
internal sealed class InsightsReceiver : IAsyncDisposable
{
    public const string Key = "00000000-0000-0000-0000-00000000000a";
    public const string ClientId = "11111111-2222-3333-4444-555555555555";
    private const string Token = "token-of-the-identity";

    private readonly TempFolder _folder = new();
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<JsonNode> _items = new();
    private readonly ConcurrentQueue<string> _authorizations = new();

    private InsightsReceiver()
    {
        var certificate = NewCertificate();
        CertificateFile = Path.Combine(_folder.Path, "receiver.pem");
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _app = builder.Build();
        _app.Run(context => context.Request.Path == "/token" ? GiveTokenAsync(context) : TakeAsync(context));
    }

    /// <summary>The certificate that a client has to trust.</summary>
    public string CertificateFile { get; }

    /// <summary>Telemetry items, in the envelopes of Application Insights.</summary>
    public IReadOnlyList<JsonNode> Items => [.. _items];

    /// <summary>The Authorization headers of the requests.</summary>
    public IReadOnlyList<string> Authorizations => [.. _authorizations];

    /// <summary>App settings that send all telemetry here, by identity, and none elsewhere.</summary>
    public Dictionary<string, string?> Settings { get; private set; } = [];

    public static async Task<InsightsReceiver> StartAsync()
    {
        var receiver = new InsightsReceiver();
        await receiver._app.StartAsync();
        var addresses = receiver._app.Urls.ToArray();
        receiver.Settings = new()
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey={Key};IngestionEndpoint={addresses[0]}/",
            ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = $"ClientId={ClientId};Authorization=AAD",
            ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true",
            ["APPLICATIONINSIGHTS_SDKSTATS_DISABLED"] = "true",
            ["IDENTITY_ENDPOINT"] = $"{addresses[1]}/token",
            ["IDENTITY_HEADER"] = "of-the-platform",
            ["SSL_CERT_FILE"] = receiver.CertificateFile,
        };
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task GiveTokenAsync(HttpContext context)
    {
        Assert.Equal("of-the-platform", context.Request.Headers["X-IDENTITY-HEADER"].ToString());
        Assert.Equal((ClientId, "https://monitor.azure.com/"), (context.Request.Query["client_id"].ToString(), context.Request.Query["resource"].ToString()));
        var expires = TimeProvider.System.GetUtcNow().AddHours(12).ToUnixTimeSeconds();
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"access_token":"{{Token}}","expires_on":"{{expires}}","resource":"https://monitor.azure.com/","token_type":"Bearer"}"""));
    }

    private async Task TakeAsync(HttpContext context)
    {
        Assert.Equal("/v2.1/track", context.Request.Path.Value);
        _authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        await using var body = context.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(context.Request.Body, CompressionMode.Decompress)
            : context.Request.Body;
        using var reader = new StreamReader(body);
        var count = 0;
        while (await reader.ReadLineAsync() is { } line)
        {
            _items.Enqueue(JsonNode.Parse(line)!);
            count++;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(string.Create(
            CultureInfo.InvariantCulture, $$"""{"itemsReceived":{{count}},"itemsAccepted":{{count}},"errors":[]}"""));
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=receiver", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
