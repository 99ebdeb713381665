using System.Security.Cryptography.X509Certificates;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Probes;

/// <summary>A PostgreSQL server with TLS, whose certificate can be replaced while it runs.</summary>
internal sealed class TlsPostgres : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _first;

    public TlsPostgres(X509Certificate2 certificate)
    {
        _first = certificate;
        Server = new PostgresServer
        {
            Settings = new Dictionary<string, string>
            {
                ["ssl"] = "on",
                ["ssl_cert_file"] = _folder.Combine("server.pem"),
                ["ssl_key_file"] = _folder.Combine("server.key"),
                ["ssl_ca_file"] = _folder.Combine("clients.pem"),
            },
        };
    }

    public PostgresServer Server { get; }

    public string AdminConnectionString => Server.AdminConnectionString;

    public async Task StartAsync()
    {
        Write(_first);
        await Server.StartAsync();
    }

    /// <summary>For new connections.</summary>
    public async Task UseAsync(X509Certificate2 certificate)
    {
        Write(certificate);
        await Server.ReloadAsync();
    }

    /// <summary>From clients that use TLS, for new connections.</summary>
    public async Task DemandClientCertificatesAsync(string authorityFile)
    {
        File.Copy(authorityFile, _folder.Combine("clients.pem"), overwrite: true);
        PostgresTemplate.Give(_folder.Combine("clients.pem"));
        await Server.UseAccessRulesAsync("hostssl all all all scram-sha-256 clientcert=verify-ca", "hostnossl all all all scram-sha-256");
    }

    public Task DemandNoClientCertificatesAsync() => Server.UseAccessRulesAsync("host all all all scram-sha-256");

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>As PEM, in two files.</summary>
    public static (string Certificate, string Key) Write(X509Certificate2 certificate, TempFolder folder)
    {
        var (pem, key) = (folder.Combine("server.pem"), folder.Combine("server.key"));
        File.WriteAllText(pem, certificate.ExportCertificatePem());
        using var privateKey = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(key, privateKey.ExportPkcs8PrivateKeyPem());
        return (pem, key);
    }

    private void Write(X509Certificate2 certificate)
    {
        Write(certificate, _folder);
        if (!File.Exists(_folder.Combine("clients.pem")))
        {
            File.Copy(_folder.Combine("server.pem"), _folder.Combine("clients.pem"));
        }

        foreach (var file in Directory.GetFiles(_folder.Path).Append(_folder.Path))
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | (file == _folder.Path ? UnixFileMode.UserExecute : 0));
            PostgresTemplate.Give(file);
        }
    }
}
