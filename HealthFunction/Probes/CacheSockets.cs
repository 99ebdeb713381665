using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace HealthFunction.Probes;

/// <summary>
/// Opens the sockets of one multiplexer. The library keeps the reason of a failed connection to itself and goes on connecting
/// until its own timeouts, whatever its caller waits for; whoever holds the sockets knows the reason and can end it all at once.
/// </summary>
/// <remarks>
/// Each server is connected to once: a multiplexer that lost a connection is replaced, not mended. The library tries a second
/// time before it reports why the first failed, so that second try is kept waiting.
/// </remarks>
internal sealed class CacheSockets(Tunnel? inner, CacheTrouble trouble) : Tunnel, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(EndPoint, ConnectionType), Socket> _sockets = [];
    private readonly CancellationTokenSource _closing = new();
    private bool _closed;

    /// <returns>Null, so that the library opens no socket of its own.</returns>
    public override ValueTask<EndPoint?> GetSocketConnectEndpointAsync(EndPoint endpoint, CancellationToken cancellationToken) => default;

    public override async ValueTask<Stream?> BeforeAuthenticateAsync(
        EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
    {
        var target = inner is null ? endpoint : await inner.GetSocketConnectEndpointAsync(endpoint, cancellationToken).ConfigureAwait(false);
        var opened = target is null ? null : await ConnectAsync((endpoint, connectionType), target).ConfigureAwait(false);
        var stream = inner is null
            ? null
            : await inner.BeforeAuthenticateAsync(endpoint, connectionType, opened, cancellationToken).ConfigureAwait(false);
        return stream ?? (opened is null ? null : new NetworkStream(opened, ownsSocket: true));
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        _closing.Cancel();
        foreach (var socket in _sockets.Values)
        {
            socket.Dispose();
        }

        _closing.Dispose();
    }

    private async Task<Socket> ConnectAsync((EndPoint, ConnectionType) use, EndPoint target)
    {
        var socket = target.AddressFamily == AddressFamily.Unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        CancellationToken closing;
        bool isFirst;
        lock (_lock)
        {
            isFirst = _sockets.TryAdd(use, socket);
            closing = _closed ? new(canceled: true) : _closing.Token;
        }

        try
        {
            if (!isFirst)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, closing).ConfigureAwait(false);
            }

            await socket.ConnectAsync(target, closing).ConfigureAwait(false);
            return socket;
        }
        catch (Exception e)
        {
            socket.Dispose();
            trouble.Add(e);
            throw;
        }
    }
}
