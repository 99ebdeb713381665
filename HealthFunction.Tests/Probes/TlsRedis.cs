using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Probes;

/// <summary>A Redis server that speaks TLS on a port of its own, beside the plain one, with a certificate that can be exchanged while it runs.</summary>
internal sealed class TlsRedis : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PortLease _port = PortLease.Take();

    public TlsRedis(X509Certificate2 certificate, TestCertificates authority, string clientCertificates = "no") => Server = new RedisServer
    {
        Configuration =
        [
            string.Create(CultureInfo.InvariantCulture, $"tls-port {_port.Port}"),
            .. Files(certificate).Select(file => $"{file.Setting} {file.Path}"),
            $"tls-ca-cert-file {authority.AuthorityFile}",
            $"tls-auth-clients {clientCertificates}",
        ],
    };

    public RedisServer Server { get; }

    public int Port => _port.Port;

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port},ssl=true,password={Server.Password}");

    public Task StartAsync() => Server.StartAsync();

    /// <summary>Shows another certificate from here on, to those who were connected as well.</summary>
    public async Task UseAsync(X509Certificate2 certificate)
    {
        await Server.SendAsync(["CONFIG", "SET", .. Files(certificate).SelectMany(file => new[] { file.Setting, file.Path })]);
        await Server.SendAsync("CLIENT", "KILL", "TYPE", "normal");
    }

    /// <summary>From clients that use TLS, from here on.</summary>
    public async Task DemandClientCertificatesAsync(bool demanded)
    {
        await Server.SendAsync("CONFIG", "SET", "tls-auth-clients", demanded ? "yes" : "no");
        await Server.SendAsync("CLIENT", "KILL", "TYPE", "normal");
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _port.Dispose();
        _folder.Dispose();
    }

    private (string Setting, string Path)[] Files(X509Certificate2 certificate)
    {
        var (pem, key) = TlsPostgres.Write(certificate, _folder);
        return [("tls-cert-file", pem), ("tls-key-file", key)];
    }
}
