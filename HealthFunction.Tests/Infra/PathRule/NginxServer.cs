using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Infra.PathRule;

/// <summary>
/// nginx with <c>docs/recipes/nginx.conf</c>, with only addresses and files replaced, inside a typical nginx.conf of an app: it caches
/// answers regardless of their headers, and shows a page of the app instead of an error.
/// </summary>
internal sealed class NginxServer(int healthPort, int appPort) : TestServer
{
    private readonly X509Certificate2 _certificate = NewCertificate();

    public static string Recipe { get; } = Path.Combine(Repository.Root, "docs", "recipes", "nginx.conf");

    /// <summary>Replaces the first line of the location that goes to the health app.</summary>
    public string? Location { get; init; }

    /// <param name="from">The caller's address.</param>
    public HttpClient Client(string from = "127.0.0.1")
    {
        var handler = new SocketsHttpHandler { ConnectCallback = (context, cancellation) => ConnectAsync(from, context.DnsEndPoint, cancellation) };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) =>
            presented is not null && presented.GetRawCertData().SequenceEqual(_certificate.RawData);
        return new HttpClient(handler) { BaseAddress = new Uri(Invariant($"https://127.0.0.1:{Port}/")), Timeout = TimeSpan.FromMinutes(1) };
    }

    protected override ProcessStartInfo Command()
    {
        File.WriteAllText(InFolder("site.crt"), _certificate.ExportCertificatePem());
        File.WriteAllText(InFolder("site.key"), _certificate.GetECDsaPrivateKey()!.ExportECPrivateKeyPem());
        File.WriteAllText(InFolder("site.conf"), Site());
        File.WriteAllText(InFolder("nginx.conf"), Surroundings());
        return new ProcessStartInfo(Shell.Find("nginx") ?? "/usr/sbin/nginx", ["-p", Folder, "-c", InFolder("nginx.conf"), "-e", "stderr"]);
    }

    protected override async Task AskAsync(CancellationToken cancellationToken)
    {
        using var client = Client();
        using var answer = await client.GetAsync("started", cancellationToken);
    }

    private string Site()
    {
        var site = File.ReadAllText(Recipe);
        site = Location is null ? site : Replace(site, "location ~* ^/api/health(/|$) {", Location);
        site = Replace(site, "listen 443 ssl", Invariant($"listen 127.0.0.1:{Port} ssl"));
        site = Replace(site, "server 127.0.0.1:7071", Invariant($"server 127.0.0.1:{healthPort}"));
        site = Replace(site, "server 127.0.0.1:5000", Invariant($"server 127.0.0.1:{appPort}"));
        site = Replace(site, "/etc/nginx/tls/www.example.com.crt", InFolder("site.crt"));
        return Replace(site, "/etc/nginx/tls/www.example.com.key", InFolder("site.key"));
    }

    private string Surroundings() => $$"""
        daemon off;
        worker_processes 1;
        {{(Environment.IsPrivilegedProcess ? "user root root;" : "")}}
        pid {{InFolder("nginx.pid")}};
        events {}
        http {
            access_log off;
            client_body_temp_path {{InFolder("body")}};
            proxy_temp_path {{InFolder("proxy")}};
            fastcgi_temp_path {{InFolder("fastcgi")}};
            uwsgi_temp_path {{InFolder("uwsgi")}};
            scgi_temp_path {{InFolder("scgi")}};
            proxy_cache_path {{InFolder("cache")}} keys_zone=answers:1m;
            proxy_cache answers;
            proxy_cache_valid any 10m;
            proxy_ignore_headers Cache-Control Expires Vary;
            proxy_intercept_errors on;
            error_page 404 500 502 503 504 =200 /sorry;
            include {{InFolder("site.conf")}};
        }
        """;

    private string InFolder(string name) => Path.Combine(Folder, name);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Replace(string text, string old, string value) => text.Split(old) is [var before, var after]
        ? before + value + after
        : throw new InvalidOperationException($"{Recipe} has \"{old}\" not exactly once.");

    private static async ValueTask<Stream> ConnectAsync(string from, DnsEndPoint to, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(IPAddress.Loopback, to.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=www.example.com", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
