using System.Net.Sockets;

namespace HealthFunction.Probes;

/// <summary>How probes speak HTTP: one connection, opened for as long as the client is kept.</summary>
internal sealed class ProbeHttp : IDisposable
{
    private readonly ProbeSockets _sockets;

    /// <param name="timeout">The attempt's.</param>
    public ProbeHttp(TimeSpan timeout)
    {
        _sockets = new ProbeSockets(timeout);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy's health is not the dependency's, and HTTP_PROXY must not reroute a probe unseen.
            UseProxy = false,
            MaxConnectionsPerServer = 1,
            // An answer's body is read to this extent, so that its connection can be used again.
            MaxResponseDrainSize = 64 * 1024,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
            ConnectCallback = async (context, cancellationToken) =>
                new NetworkStream(await _sockets.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false), ownsSocket: true),
        };
        Client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public HttpClient Client { get; }

    public void Dispose()
    {
        _sockets.Dispose();
        Client.Dispose();
    }
}
