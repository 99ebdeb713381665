using System.Diagnostics;
using System.Globalization;

namespace HealthFunction.Testing;

/// <summary>A Sentinel that watches a Redis server; it needs no password itself.</summary>
public sealed class RedisSentinel(RedisServer primary) : TestServer
{
    public const string Service = "cache";

    /// <summary>Whether it has seen that many replicas of its server.</summary>
    public async Task<bool> KnowsReplicasAsync(int count) =>
        (await SendAsync("SENTINEL", "REPLICAS", Service)).Split('\n').Count(l => l == "master-host") == count;

    /// <summary>Whether it calls this server the primary.</summary>
    public async Task<bool> IsPrimaryAsync(RedisServer server) =>
        (await PrimaryAsync()).EndsWith(string.Create(CultureInfo.InvariantCulture, $"\n{server.Port}"), StringComparison.Ordinal);

    /// <summary>Makes a replica the primary, and returns when it is one.</summary>
    public async Task FailOverAsync()
    {
        var before = await PrimaryAsync();
        await SendAsync("SENTINEL", "FAILOVER", Service);
        await Until.TrueAsync(async () => await PrimaryAsync() != before, "a replica is the primary");
    }

    /// <inheritdoc cref="RedisServer.SendAsync(string[])"/>
    public async Task<string> SendAsync(params string[] command)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var connection = await RedisConnection.OpenAsync(Port, password: null, patience.Token);
        return await connection.SendAsync(patience.Token, command);
    }

    protected override ProcessStartInfo Command()
    {
        var file = Path.Combine(Folder, "sentinel.conf");

        // It keeps there what it has learned: which server is the primary by now.
        if (!File.Exists(file))
        {
            File.WriteAllLines(
                file,
                [
                    string.Create(CultureInfo.InvariantCulture, $"port {Port}"),
                    "bind 127.0.0.1",
                    $"dir {Folder}",
                    string.Create(CultureInfo.InvariantCulture, $"sentinel monitor {Service} 127.0.0.1 {primary.Port} 1"),
                    $"sentinel auth-pass {Service} {primary.Password}",
                    // Longer than a test: no replica is promoted unless a test requests it.
                    $"sentinel down-after-milliseconds {Service} 60000",
                ]);
        }

        return new ProcessStartInfo("redis-server", [file, "--sentinel"]);
    }

    protected override async Task AskAsync(CancellationToken cancellationToken) => await SendAsync("SENTINEL", "MASTER", Service);

    private Task<string> PrimaryAsync() => SendAsync("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Service);
}
