using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace HealthFunction.Probes;

/// <summary>
/// Opens the sockets of one multiplexer. The library keeps the reason of a failed connection to itself and goes on connecting
/// until its own timeouts, whatever its caller waits for; whoever holds the sockets knows the reason and can end it all at once.
/// </summary>
internal sealed class CacheSockets(Tunnel? inner) : Tunnel, IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private readonly CancellationTokenSource _closing = new();
    private bool _closed;

    /// <summary>Why the first connection that failed did so.</summary>
    public Exception? Failure { get; private set; }

    /// <returns>Null, so that the library opens no socket of its own.</returns>
    public override ValueTask<EndPoint?> GetSocketConnectEndpointAsync(EndPoint endpoint, CancellationToken cancellationToken) => default;

    public override async ValueTask<Stream?> BeforeAuthenticateAsync(
        EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
    {
        var target = inner is null ? endpoint : await inner.GetSocketConnectEndpointAsync(endpoint, cancellationToken).ConfigureAwait(false);
        var opened = target is null ? null : await ConnectAsync(target).ConfigureAwait(false);
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
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        _closing.Dispose();
    }

    private async Task<Socket> ConnectAsync(EndPoint target)
    {
        var socket = target.AddressFamily == AddressFamily.Unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        CancellationToken closing;
        lock (_lock)
        {
            if (_closed)
            {
                socket.Dispose();
                throw new ObjectDisposedException(nameof(CacheSockets));
            }

            _sockets.Add(socket);
            closing = _closing.Token;
        }

        try
        {
            await socket.ConnectAsync(target, closing).ConfigureAwait(false);
            return socket;
        }
        catch (Exception e)
        {
            socket.Dispose();
            Failure ??= e;
            throw;
        }
    }
}
