using HealthFunction.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(SharedServers))]
// Signals and POSIX file modes: run the tests under WSL there.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]

namespace HealthFunction.Tests.Fixtures;

/// <summary>
/// One server of each kind for all tests that leave them as they are; each is started when it is first asked for. A test that
/// stops, freezes, fills or counts takes a private one.
/// </summary>
public sealed class SharedServers : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _postgres = new(StartAsync<PostgresServer>);
    private readonly Lazy<Task<RedisServer>> _redis = new(StartAsync<RedisServer>);
    private readonly Lazy<Task<AzuriteServer>> _azurite = new(StartAsync<AzuriteServer>);

    public Task<PostgresServer> PostgresAsync() => _postgres.Value;

    public Task<RedisServer> RedisAsync() => _redis.Value;

    public Task<AzuriteServer> AzuriteAsync() => _azurite.Value;

    public async ValueTask DisposeAsync()
    {
        await StopAsync(_postgres);
        await StopAsync(_redis);
        await StopAsync(_azurite);
    }

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
