using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace HealthFunction.Probes.Caches;

/// <summary>Makes a multiplexer connect through <see cref="ProbeSockets"/>.</summary>
/// <param name="sockets">Opens the sockets, and closes them when the multiplexer is abandoned.</param>
/// <param name="inner">The tunnel in the settings.</param>
/// <param name="trouble">Collects why servers cannot be used.</param>
/// <param name="share">
/// How long one server of several may be silent; null where the settings name a single one. Connecting waits for every server, those
/// of a cluster that were found through another too, and one that is silent must leave time for asking the others.
/// </param>
/// <remarks>
/// Each server is connected to once: a multiplexer that lost a connection is replaced, not mended.
/// </remarks>
internal sealed class CacheSockets(ProbeSockets sockets, Tunnel? inner, CacheTrouble trouble, Func<EndPoint, TimeSpan?> share) : Tunnel
{
    private readonly HashSet<(EndPoint, ConnectionType)> _used = [];

    /// <returns>Null, so that the library opens no socket of its own.</returns>
    public override ValueTask<EndPoint?> GetSocketConnectEndpointAsync(EndPoint endpoint, CancellationToken cancellationToken) => default;

    public override async ValueTask<Stream?> BeforeAuthenticateAsync(
        EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
    {
        if (!IsFirst(endpoint, connectionType))
        {
            throw new CacheRedialException();
        }

        if (share(endpoint) is not { } patience)
        {
            return await ConnectAsync(endpoint, connectionType, cancellationToken).ConfigureAwait(false);
        }

#pragma warning disable CA2000 // It goes on counting for the stream, and its timer ends with it.
        var limit = new CancellationTokenSource(patience, TimeProvider.System);
#pragma warning restore CA2000
        try
        {
            var stream = await ConnectAsync(endpoint, connectionType, limit.Token).ConfigureAwait(false);
            Leftover.Ignore((stream as CacheStream)?.CloseIfSilentAsync(limit.Token) ?? Task.CompletedTask);
            return stream;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Report(endpoint, connectionType, new CacheSilenceException());
            throw;
        }
    }

    private async Task<Stream?> ConnectAsync(EndPoint endpoint, ConnectionType connectionType, CancellationToken cancellationToken)
    {
        var target = inner is null ? endpoint : await inner.GetSocketConnectEndpointAsync(endpoint, cancellationToken).ConfigureAwait(false);
        var opened = target is null ? null : await sockets.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
        var stream = inner is null
            ? null
            : await inner.BeforeAuthenticateAsync(endpoint, connectionType, opened, cancellationToken).ConfigureAwait(false);
        return stream ?? (opened is null ? null : new CacheStream(opened, e => Report(endpoint, connectionType, e)));
    }

    /// <summary>A server whose second connection, the one for messages, fails can be used all the same.</summary>
    private void Report(EndPoint endpoint, ConnectionType connectionType, Exception failure)
    {
        if (connectionType == ConnectionType.Interactive)
        {
            trouble.Add(endpoint, failure);
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
