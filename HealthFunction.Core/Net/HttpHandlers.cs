namespace HealthFunction.Net;

/// <summary>Makes the handlers of HTTP clients that resolve names with <see cref="NameResolver"/>.</summary>
internal static class HttpHandlers
{
    /// <summary>A name that moves is noticed within this time.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>A handler that follows no redirects and keeps no cookies.</summary>
    /// <param name="timeout">The maximum time for connecting, all addresses together.</param>
    public static SocketsHttpHandler Create(TimeSpan timeout)
    {
        var connector = new TcpConnector(timeout);
        return new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = ConnectionLifetime,
            // Connecting goes on when the request that needed it has ended.
            ConnectTimeout = timeout,
            ConnectCallback = (context, cancellationToken) => connector.ConnectAsync(context.DnsEndPoint, cancellationToken),
        };
    }
}
