using System.Net.Sockets;

namespace HealthFunction.Probes;

/// <summary>How probes speak HTTP: one connection, opened no longer than someone waits for it.</summary>
internal static class ProbeHttp
{
    private static readonly HttpRequestOptionsKey<CancellationToken> Attempt = new("HealthFunction.Attempt");

    public static HttpMessageHandler CreateHandler() => new AttemptHandler(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // A proxy's health is not the dependency's, and HTTP_PROXY must not reroute a probe unseen.
        UseProxy = false,
        MaxConnectionsPerServer = 1,
        // An answer's body is read to this extent so that its connection can be used again.
        MaxResponseDrainSize = 64 * 1024,
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
        ConnectCallback = ConnectAsync,
    });

    /// <remarks>The handler goes on connecting after the request that wanted the connection has gone; the attempt's token ends that.</remarks>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        context.InitialRequestMessage.Options.TryGetValue(Attempt, out var attempt);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(attempt, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, either.Token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class AttemptHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Options.Set(Attempt, cancellationToken);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
