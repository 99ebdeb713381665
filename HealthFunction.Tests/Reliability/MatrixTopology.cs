using System.Globalization;
using HealthFunction.Testing;
using HealthFunction.Tests.Probes;

namespace HealthFunction.Tests.Reliability;

/// <summary>
/// Servers between an app and its dependencies, or in place of one: a pooler, two hosts of which one is the primary, TLS. One more app
/// uses these.
/// </summary>
internal sealed class MatrixTopology(BreakableServers servers) : IAsyncDisposable
{
    public const string Pooled = "database.pooled";
    public const string Pair = "database.pair";
    public const string SecuredDatabase = "database.secured";
    public const string SecuredEndpoint = "endpoint.secured";

    private readonly Dictionary<string, FaultProxy> _proxies = [];
    private MatrixApp? _app;

    public MatrixApp App => _app!;

    public PostgresServer Primary { get; private set; } = null!;

    public PostgresServer Standby { get; private set; } = null!;

    public PgBouncerServer Pooler { get; } = new(servers.Postgres) { MaxClients = 4 };

    public TestCertificates Certificates { get; } = new();

    public TlsPostgres Postgres { get; private set; } = null!;

    public TlsEndpoint Endpoint { get; private set; } = null!;

    public static async Task<MatrixTopology> StartAsync(BreakableServers servers)
    {
        var topology = new MatrixTopology(servers);
        try
        {
            await topology.StartAsync();
            return topology;
        }
        catch
        {
            await topology.DisposeAsync();
            throw;
        }
    }

    public FaultProxy Proxy(string check) => _proxies[check];

    public async ValueTask DisposeAsync()
    {
        foreach (var disposable in new IAsyncDisposable?[] { _app, Endpoint, Postgres, Pooler, Standby, Primary })
        {
            if (disposable is not null)
            {
                await disposable.DisposeAsync();
            }
        }

        foreach (var proxy in _proxies.Values)
        {
            await proxy.DisposeAsync();
        }

        Certificates.Dispose();
    }

    private async Task StartAsync()
    {
        Primary = new PostgresServer { CanHaveStandbys = true };
        Standby = new PostgresServer { StandbyOf = Primary };
        Postgres = new TlsPostgres(Certificates.Good("127.0.0.1"));
        Endpoint = new TlsEndpoint { Certificate = Certificates.Good("127.0.0.1") };
        await Primary.StartAsync();
        await Standby.StartAsync();
        await Pooler.StartAsync();
        await Postgres.StartAsync();
        await Endpoint.StartAsync();
        _proxies[Pooled] = FaultProxy.To(Pooler.Port);
        _proxies[SecuredDatabase] = FaultProxy.To(Postgres.Server.Port);
        _proxies[SecuredEndpoint] = FaultProxy.To(Endpoint.Port);
        _app = await MatrixApp.StartAsync(Settings());
    }

    private Dictionary<string, string?> Settings() => new()
    {
        // The certificates that this process trusts.
        ["SSL_CERT_FILE"] = Certificates.AuthorityFile,
        ["Health__Timeout"] = MatrixServers.Deadline.ToString(),
        ["Health__Databases__pooled"] = WithPort(Pooler.ConnectionString(), Pooler.Port, Proxy(Pooled).Port),
        ["Health__Databases__pair"] = string.Create(
            CultureInfo.InvariantCulture,
            $"{Primary.AdminConnectionString};Host=127.0.0.1:{Primary.Port},127.0.0.1:{Standby.Port};Target Session Attributes=primary"),
        ["Health__Databases__secured"] =
            Postgres.Server.ConnectionString(port: Proxy(SecuredDatabase).Port) + $";SSL Mode=VerifyFull;Root Certificate={Certificates.AuthorityFile}",
        ["Health__Endpoints__secured"] = string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{Proxy(SecuredEndpoint).Port}/"),
        ["Health__Caches__default"] = servers.CacheOn(servers.Redis.Port),
    };

    private static string WithPort(string settings, int port, int other) =>
        settings.Replace($"Port={port}", $"Port={other}", StringComparison.Ordinal);
}
