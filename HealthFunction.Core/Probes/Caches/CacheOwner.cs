using System.Net;
using StackExchange.Redis;

namespace HealthFunction.Probes.Caches;

/// <summary>
/// Finds out which node of a cluster keeps a key, as soon as one node can be asked. That one counts; the library waits for all of
/// them, and for a node that is away as long as it may.
/// </summary>
internal sealed class CacheOwner(RedisKey key, CacheTrouble trouble)
{
    private readonly TaskCompletionSource<ConnectionMultiplexer> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile EndPoint? _server;
    private bool _isAsked;

    /// <summary>The node; null outside of clusters, and until it is known.</summary>
    public EndPoint? Server => _server;

    /// <summary>Completes when the node is connected, or is known not to be.</summary>
    public Task<ConnectionMultiplexer> Settled => _settled.Task;

    /// <summary>To be called after every attempt to connect.</summary>
    public void Look(ConnectionMultiplexer multiplexer)
    {
        if (_server is { } server)
        {
            if (trouble.Has(server) || multiplexer.GetServers().Any(s => s.IsConnected && server.Equals(s.EndPoint)))
            {
                _settled.TrySetResult(multiplexer);
            }
        }
        else if (multiplexer.GetServers().FirstOrDefault(s => s is { IsConnected: true, ServerType: ServerType.Cluster }) is { } node
            && !Interlocked.Exchange(ref _isAsked, true))
        {
            Leftover.Ignore(AskAsync(multiplexer, node));
        }
    }

    private async Task AskAsync(ConnectionMultiplexer multiplexer, IServer node)
    {
        var nodes = await node.ClusterNodesAsync().ConfigureAwait(false);
        _server = nodes?.GetBySlot(Slot(key))?.EndPoint;
        if (_server is not null)
        {
            Look(multiplexer);
        }
    }

    /// <summary>CRC-16/XMODEM of the key, modulo the number of slots. The library computes it, too, but not before it is done with all nodes.</summary>
    /// <remarks>https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#key-distribution-model; the key has no hash tag.</remarks>
    private static int Slot(RedisKey key)
    {
        var crc = 0;
        foreach (var b in (byte[]?)key ?? [])
        {
            crc ^= b << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) == 0 ? crc << 1 : ((crc << 1) ^ 0x1021) & 0xFFFF;
            }
        }

        return crc % 16384;
    }
}
