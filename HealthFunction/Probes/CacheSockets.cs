using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace HealthFunction.Probes;

/// <summary>
/// Makes a multiplexer connect through <see cref="ProbeSockets"/>, and tells why that failed, which the library keeps to itself.
/// </summary>
/// <remarks>
/// Each server is connected to once: a multiplexer that lost a connection is replaced, not mended. The library tries a second
/// time before it reports why the first failed, so that second try is kept waiting.
/// </remarks>
internal sealed class CacheSockets(ProbeSockets sockets, Tunnel? inner, CacheTrouble trouble) : Tunnel
{
    private readonly HashSet<(EndPoint, ConnectionType)> _used = [];

    /// <returns>Null, so that the library opens no socket of its own.</returns>
    public override ValueTask<EndPoint?> GetSocketConnectEndpointAsync(EndPoint endpoint, CancellationToken cancellationToken) => default;

    public override async ValueTask<Stream?> BeforeAuthenticateAsync(
        EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
    {
        if (!IsFirst(endpoint, connectionType))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, sockets.Closing).ConfigureAwait(false);
        }

        try
        {
            var target = inner is null ? endpoint : await inner.GetSocketConnectEndpointAsync(endpoint, cancellationToken).ConfigureAwait(false);
            var opened = target is null ? null : await sockets.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            var stream = inner is null
                ? null
                : await inner.BeforeAuthenticateAsync(endpoint, connectionType, opened, cancellationToken).ConfigureAwait(false);
            return stream ?? (opened is null ? null : new CacheStream(opened, trouble));
        }
        catch (Exception e)
        {
            trouble.Add(e);
            throw;
        }
    }

    private bool IsFirst(EndPoint endpoint, ConnectionType connectionType)
    {
        lock (_used)
        {
            return _used.Add((endpoint, connectionType));
        }
    }
}
