using System.Net;
using System.Net.Sockets;

namespace HealthFunction.Net;

/// <summary>
/// Connects to a name without blocking a pool thread in the resolver, and tries its addresses one after the other, so that a silent one
/// does not use up the time of the others.
/// </summary>
/// <param name="timeout">The maximum time for connecting; the callers' tokens end it.</param>
/// <param name="time">The clock.</param>
/// <param name="names">Resolves names.</param>
internal sealed class TcpConnector(TimeSpan timeout, TimeProvider time, NameResolver names)
{
    /// <summary>With the system's clock and names.</summary>
    public TcpConnector(TimeSpan timeout)
        : this(timeout, TimeProvider.System, NameResolver.Shared)
    {
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>, with the context's <see cref="SocketsHttpConnectionContext.DnsEndPoint"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken) =>
        new NetworkStream(await ConnectAsync(target, ConnectOneAsync, cancellationToken).ConfigureAwait(false), ownsSocket: true);

    /// <param name="target">A name and a port, or where to connect to as it stands.</param>
    /// <param name="connect">Connects to one address.</param>
    /// <param name="cancellationToken">Ends all of it.</param>
    /// <exception cref="SocketException">The name does not resolve, or its only address cannot be connected to.</exception>
    /// <exception cref="AggregateException">None of its addresses can be connected to.</exception>
    public async Task<Socket> ConnectAsync(
        EndPoint target, Func<EndPoint, CancellationToken, Task<Socket>> connect, CancellationToken cancellationToken)
    {
        EndPoint[] targets = target is DnsEndPoint name
            ? [.. AddressOrder.Alternate(await names.ResolveAsync(name.Host, cancellationToken).ConfigureAwait(false))
                .Select(address => new IPEndPoint(address, name.Port))]
            : [target];
        return await StaggeredAttempts.RunAsync(targets, connect, static socket => socket.Dispose(), timeout, time, cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task<Socket> ConnectOneAsync(EndPoint target, CancellationToken cancellationToken)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
