using System.Net.Security;
using System.Net.Sockets;

namespace HealthFunction.Probes;

/// <summary>The HTTP client of probes: one connection, opened for as long as the client is kept.</summary>
internal sealed class ProbeHttp : IDisposable
{
    private readonly ProbeSockets _sockets;

    /// <param name="timeout">The attempt's.</param>
    /// <param name="tls">The certificates of its own; null means those of the system.</param>
    /// <param name="certificate">Notes what the server shows; null when that is of no interest.</param>
    public ProbeHttp(TimeSpan timeout, SslClientAuthenticationOptions? tls = null, ShownCertificate? certificate = null)
    {
        _sockets = new ProbeSockets(timeout);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // The health of a proxy is not that of the dependency, and HTTP_PROXY must not silently reroute a probe.
            UseProxy = false,
            MaxConnectionsPerServer = 1,
            // The body of an answer is read up to this size, so that its connection can be used again.
            MaxResponseDrainSize = 64 * 1024,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
            ConnectCallback = async (context, cancellationToken) =>
                new NetworkStream(await _sockets.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false), ownsSocket: true),
        };
        if (tls is not null)
        {
            handler.SslOptions = tls;
        }

        Certificate = certificate;
        if (certificate is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
            {
                certificate.Replace(shown);
                return ShownCertificate.Accept(chain, errors);
            };
        }

        Client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public HttpClient Client { get; }

    public ShownCertificate? Certificate { get; }

    public void Dispose()
    {
        _sockets.Dispose();
        Client.Dispose();
    }
}
