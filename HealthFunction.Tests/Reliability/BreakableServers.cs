using HealthFunction.Testing;
using Npgsql;

namespace HealthFunction.Tests.Reliability;

/// <summary>One server of each kind with a proxy in front, for tests that break and repair them.</summary>
public sealed class BreakableServers : IAsyncLifetime
{
    public const string Database = "database.default";
    public const string Cache = "cache.default";
    public const string Table = "table.default";

    private const string Role = "probed";

    private readonly Dictionary<string, FaultProxy> _proxies = [];
    private string _databasePassword = "";

    public PostgresServer Postgres { get; } = new() { MaxConnections = 12 };

    public RedisServer Redis { get; } = new();

    public AzuriteServer Azurite { get; } = new();

    public IEnumerable<FaultProxy> Proxies => _proxies.Values;

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(Postgres.StartAsync(), Redis.StartAsync(), Azurite.StartAsync());
        _databasePassword = new NpgsqlConnectionStringBuilder(await Postgres.CreateDatabaseAsync(Role)).Password!;
        foreach (var check in new[] { Database, Cache, Table })
        {
            _proxies[check] = FaultProxy.To(Server(check).Port);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in Proxies)
        {
            await proxy.DisposeAsync();
        }

        foreach (var server in new TestServer[] { Postgres, Redis, Azurite })
        {
            await server.DisposeAsync();
        }
    }

    public TestServer Server(string check) => check switch
    {
        Database => Postgres,
        Cache => Redis,
        _ => Azurite,
    };

    public FaultProxy Proxy(string check) => _proxies[check];

    public string DatabaseOn(int port) => Postgres.ConnectionString(Role, _databasePassword, Role, port);

    public string CacheOn(int port) => Redis.ConnectionString(port: port);

    /// <summary>App settings for one check of each kind.</summary>
    public Dictionary<string, string?> Settings(TimeSpan timeout, bool proxied = true)
    {
        int Port(string check) => proxied ? Proxy(check).Port : Server(check).Port;
        return new()
        {
            ["Health__Timeout"] = timeout.ToString(),
            ["Health__Databases__default"] = DatabaseOn(Port(Database)),
            ["Health__Caches__default"] = CacheOn(Port(Cache)),
            ["Health__Tables__default"] = Azurite.ConnectionString(port: Port(Table)),
        };
    }

    public async Task RevokeDatabaseAsync()
    {
        await Postgres.ExecuteAsync($"ALTER ROLE {Role} PASSWORD '{TestServer.NewPassword()}'");
        await Postgres.TerminateConnectionsAsync();
    }

    public Task RestoreDatabaseAsync() => Postgres.ExecuteAsync($"ALTER ROLE {Role} PASSWORD '{_databasePassword}'");
}
