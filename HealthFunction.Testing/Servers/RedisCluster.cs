using System.Globalization;

namespace HealthFunction.Testing;

/// <summary>A Redis Cluster of three primaries with a replica each, all with one password.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Primaries = 3;

    private readonly string _password = TestServer.NewPassword();
    private readonly List<PortLease> _busPorts = [];
    private readonly List<RedisServer> _nodes = [];

    /// <summary>Settings name the first one.</summary>
    public IReadOnlyList<RedisServer> Nodes => _nodes;

    /// <summary>Returns when every node knows which node has which slots.</summary>
    public async Task StartAsync()
    {
        for (var i = 0; i < Primaries * 2; i++)
        {
            var bus = PortLease.Take();
            _busPorts.Add(bus);
            _nodes.Add(new RedisServer
            {
                GroupPassword = _password,
                Configuration =
                [
                    "cluster-enabled yes",
                    "cluster-config-file nodes.conf",
                    string.Create(CultureInfo.InvariantCulture, $"cluster-port {bus.Port}"),
                    // Longer than a test: a dead node stays in the list as if it were alive, and no replica is promoted.
                    "cluster-node-timeout 60000",
                    $"masterauth {_password}",
                ],
            });
        }

        await Task.WhenAll(_nodes.Select(n => n.StartAsync()));
        Shell.Run(
            "redis-cli",
            ["--cluster", "create", .. _nodes.Select(Address), "--cluster-replicas", "1", "--cluster-yes", "-a", _password, "--no-auth-warning"]);
        foreach (var node in _nodes)
        {
            await UntilReadyAsync(node);
        }
    }

    /// <summary>Returns when a node knows who serves what, and serves its own part: a primary waits a while when it was started again.</summary>
    public static Task UntilReadyAsync(RedisServer node) =>
        Until.TrueAsync(async () => await IsReadyAsync(node), "every node of the cluster knows who serves what");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        _busPorts.ForEach(p => p.Dispose());
    }

    /// <summary>Names only the first node.</summary>
    public string ConnectionString() => $"{Address(_nodes[0])},password={_password}";

    public async Task<IReadOnlyList<RedisServer>> ReplicasAsync()
    {
        var replicas = new List<RedisServer>();
        foreach (var node in _nodes)
        {
            if ((await node.SendAsync("ROLE")).StartsWith("slave", StringComparison.Ordinal))
            {
                replicas.Add(node);
            }
        }

        return replicas;
    }

    /// <summary>The primary that has a key.</summary>
    public async Task<RedisServer> OwnerAsync(string key)
    {
        var slot = int.Parse(await _nodes[0].SendAsync("CLUSTER", "KEYSLOT", key), CultureInfo.InvariantCulture);
        foreach (var node in _nodes)
        {
            var own = (await node.SendAsync("CLUSTER", "NODES")).Split('\n').Single(l => l.Contains("myself", StringComparison.Ordinal)).Split(' ')[8..];
            if (own.Select(r => r.Split('-')).Any(r => int.Parse(r[0], CultureInfo.InvariantCulture) <= slot && slot <= int.Parse(r[^1], CultureInfo.InvariantCulture)))
            {
                return node;
            }
        }

        throw new InvalidOperationException("No node has the key.");
    }

    private static string Address(RedisServer node) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{node.Port}");

    private static async Task<bool> IsReadyAsync(RedisServer node)
    {
        var info = await node.SendAsync("CLUSTER", "INFO");
        return info.Contains("cluster_state:ok", StringComparison.Ordinal)
            && (await node.SendAsync("CLUSTER", "NODES")).Split('\n').Count(l => l.Contains(" slave ", StringComparison.Ordinal) || l.Contains(",slave ", StringComparison.Ordinal)) == Primaries;
    }
}
