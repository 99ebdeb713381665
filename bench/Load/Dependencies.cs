using Azure.Data.Tables;
using HealthFunction.SeedHistory;
using HealthFunction.Testing;

namespace HealthFunction.Load;

/// <summary>Private servers of all three kinds, with Redis behind a proxy that can silence it.</summary>
internal sealed class Dependencies : IAsyncDisposable
{
    private const string Database = "probed";
    private const string HostStorage = "AzureWebJobsStorage";

    private readonly PostgresServer _postgres = new();
    private readonly RedisServer _redis = new();
    private readonly AzuriteServer _azurite = new();
    private FaultProxy? _proxy;

    /// <summary>The app settings that point at them.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>The one of them that names storage: no deployment is without.</summary>
    public Dictionary<string, string?> Storage => new() { [HostStorage] = _azurite.ConnectionString() };

    public async Task StartAsync()
    {
        await Task.WhenAll(_postgres.StartAsync(), _redis.StartAsync(), _azurite.StartAsync());
        _proxy = FaultProxy.To(_redis.Port);
        Settings["Health__Databases__default"] = await _postgres.CreateDatabaseAsync(Database);
        Settings["Health__Caches__default"] = _redis.ConnectionString();
        Settings["Health__Tables__default"] = _azurite.ConnectionString();
        Settings[HostStorage] = _azurite.ConnectionString();
    }

    /// <summary>The same settings with a cache that accepts connections and never answers.</summary>
    public Dictionary<string, string?> SettingsWithSilentCache()
    {
        _proxy!.Fault = Fault.Blackhole;
        return new(Settings) { ["Health__Caches__default"] = _redis.ConnectionString(port: _proxy.Port) };
    }

    /// <summary>The same settings with a cache whose port has no listener.</summary>
    public Dictionary<string, string?> SettingsWithoutCache() => new(Settings) { ["Health__Caches__default"] = "127.0.0.1:1" };

    /// <summary>The same settings with a history of 400 days and 10 checks in a table of its own.</summary>
    public async Task<Dictionary<string, string?>> SettingsWithHistoryAsync()
    {
        const string table = "readers";
        using (var seeder = new Seeder(new TableClient(_azurite.ConnectionString(), table), table))
        {
            await seeder.WriteAsync(new PlausibleHistory(10, 1), TimeProvider.System.GetUtcNow(), 400, 2, CancellationToken.None);
        }

        return new(Settings)
        {
            ["Health__History__ConnectionString"] = _azurite.ConnectionString(),
            ["Health__History__Table"] = table,
            ["Health__History__Source"] = table,
        };
    }

    public async Task ResetCountsAsync()
    {
        await _postgres.ResetStatementsAsync();
        await _redis.ResetCommandCountsAsync();
    }

    /// <summary>The counts of the servers since <see cref="ResetCountsAsync"/>.</summary>
    public async Task<(long Transactions, long Commands)> CountsAsync()
    {
        var transactions = await _postgres.StatementsAsync(Database);
        var counts = await _redis.CommandCountsAsync();
        string[] probing = ["set", "setex", "get", "ping"];
        return (transactions, probing.Sum(command => counts.GetValueOrDefault(command)));
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        await _postgres.DisposeAsync();
        await _redis.DisposeAsync();
        await _azurite.DisposeAsync();
    }
}
