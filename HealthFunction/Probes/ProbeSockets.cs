using System.Net;
using System.Net.Sockets;

namespace HealthFunction.Probes;

/// <summary>
/// Opens the sockets of one client, so that they end with it. Client libraries go on connecting, or shaking hands, long after
/// whoever asked them has gone; without its socket there is nothing left for them to do.
/// </summary>
internal sealed class ProbeSockets : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Socket> _open = [];
    private readonly CancellationTokenSource _closing = new();
    private bool _closed;

    /// <summary>Cancelled when the client is given up.</summary>
    public CancellationToken Closing { get; }

    public ProbeSockets() => Closing = _closing.Token;

    public async Task<Socket> ConnectAsync(EndPoint target, CancellationToken cancellationToken)
    {
        var socket = target.AddressFamily == AddressFamily.Unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            Add(socket);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(Closing, cancellationToken);
            await socket.ConnectAsync(target, either.Token).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
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
        foreach (var socket in _open)
        {
            socket.Dispose();
        }

        _closing.Dispose();
    }

    private void Add(Socket socket)
    {
        lock (_lock)
        {
            Closing.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_closed, this);
            _open.RemoveAll(static old => old.SafeHandle.IsClosed);
            _open.Add(socket);
        }
    }
}
