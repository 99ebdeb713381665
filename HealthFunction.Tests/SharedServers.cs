using HealthFunction.Testing;
using HealthFunction.Tests;


[assembly: AssemblyFixture(typeof(SharedServers))]
// Signals and POSIX file modes: run the tests under WSL there.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]

namespace HealthFunction.Tests;

/// <summary>
/// One server of each kind for all tests that do not change them; each is started when it is first needed. A test that stops, freezes,
/// fills or counts uses its own server.
/// </summary>
public sealed class SharedServers : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _postgres = new(StartAsync<PostgresServer>);
    private readonly Lazy<Task<RedisServer>> _redis = new(StartAsync<RedisServer>);
    private readonly Lazy<Task<AzuriteServer>> _azurite = new(StartAsync<AzuriteServer>);
    private readonly Lazy<Task<AppProcess>> _app;
    private readonly Lazy<Task<WorkerApp>> _worker;

    public SharedServers()
    {
        _app = new(() => Task.Run(async () => await AppProcess.StartAsync(await SettingsAsync())));
        _worker = new(() => Task.Run(async () => await WorkerApp.StartAsync(await SettingsAsync())));
    }

    public Task<PostgresServer> PostgresAsync() => _postgres.Value;

    public Task<RedisServer> RedisAsync() => _redis.Value;

    public Task<AzuriteServer> AzuriteAsync() => _azurite.Value;

    /// <summary>The app with one dependency of each kind on these servers, all named <c>default</c>.</summary>
    public Task<AppProcess> AppAsync() => _app.Value;

    /// <summary>The Functions app with the same settings.</summary>
    internal Task<WorkerApp> WorkerAsync() => _worker.Value;

    public async ValueTask DisposeAsync()
    {
        if (_app is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _app.Value).DisposeAsync();
        }

        if (_worker is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _worker.Value).DisposeAsync();
        }

        await StopAsync(_postgres);
        await StopAsync(_redis);
        await StopAsync(_azurite);
    }

    private async Task<Dictionary<string, string?>> SettingsAsync() => new()
    {
        ["Health__Timeout"] = "00:00:10",
        ["Health__Databases__default"] = (await PostgresAsync()).ConnectionString(),
        ["Health__Caches__default"] = (await RedisAsync()).ConnectionString(),
        ["Health__Tables__default"] = (await AzuriteAsync()).ConnectionString(),
    };

    private static Task<T> StartAsync<T>()
        where T : TestServer, new() => Task.Run(async () =>
    {
        var server = new T();
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    });

    private static async Task StopAsync<T>(Lazy<Task<T>> server)
        where T : TestServer
    {
        if (server.IsValueCreated && server.Value.IsCompletedSuccessfully)
        {
            await (await server.Value).DisposeAsync();
        }
    }
}
