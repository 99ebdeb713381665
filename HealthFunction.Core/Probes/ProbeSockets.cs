using System.Net;
using System.Net.Sockets;
using HealthFunction.Net;

namespace HealthFunction.Probes;

/// <summary>
/// Opens the sockets of one client, so that they end with it. Client libraries continue to connect, or to shake hands, long after the
/// attempt was abandoned; without a socket they cannot.
/// </summary>
internal sealed class ProbeSockets : IDisposable
{
    private readonly TcpConnector _connector;
    private readonly Lock _lock = new();
    private readonly List<Socket> _open = [];
    private readonly CancellationTokenSource _closing = new();
    private bool _closed;

    /// <param name="timeout">The attempt's; several addresses of a name share it.</param>
    public ProbeSockets(TimeSpan timeout)
    {
        _connector = new TcpConnector(timeout);
        Closing = _closing.Token;
    }

    /// <summary>Cancelled when the client is abandoned.</summary>
    public CancellationToken Closing { get; }

    /// <inheritdoc cref="TcpConnector.ConnectAsync(EndPoint, Func{EndPoint, CancellationToken, Task{Socket}}, CancellationToken)"/>
    public async Task<Socket> ConnectAsync(EndPoint target, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Closing, cancellationToken);
        return await _connector.ConnectAsync(target, ConnectOneAsync, either.Token).ConfigureAwait(false);
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

    private async Task<Socket> ConnectOneAsync(EndPoint target, CancellationToken cancellationToken)
    {
        var socket = target is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            Add(socket);
            await socket.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException e) when (target is UnixDomainSocketEndPoint && e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // .NET throws this when the file does not exist.
            socket.Dispose();
            throw new SocketException((int)SocketError.ConnectionRefused);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
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
