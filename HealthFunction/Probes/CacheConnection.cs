using StackExchange.Redis;

namespace HealthFunction.Probes;

/// <summary>A multiplexer and the sockets that it opened, so that both end when the one does.</summary>
internal sealed class CacheConnection : IDisposable
{
    private readonly ConnectionMultiplexer _multiplexer;
    private readonly ProbeSockets _sockets;

    private CacheConnection(ConnectionMultiplexer multiplexer, ProbeSockets sockets)
    {
        _multiplexer = multiplexer;
        _sockets = sockets;
        Database = multiplexer.GetDatabase();
    }

    public IDatabase Database { get; }

    /// <remarks>The library takes no token here; closing its sockets is what ends its attempt.</remarks>
    public static async Task<CacheConnection> OpenAsync(ConfigurationOptions settings, CancellationToken cancellationToken)
    {
        using var trouble = new CacheTrouble();
        var sockets = new ProbeSockets();
        var own = settings.Clone();
        own.Tunnel = new CacheSockets(sockets, settings.Tunnel, trouble);
        own.LoggerFactory = trouble;
        // Not on the caller's thread: behind a Sentinel the library blocks while it connects.
        var connecting = Task.Run(() => ConnectionMultiplexer.ConnectAsync(own), CancellationToken.None);
        try
        {
            if (own.EndPoints.Count == 1 && own.ServiceName is null)
            {
                // The only server there is; the library may go on waiting for it.
                await Task.WhenAny(connecting, trouble.First).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            if (connecting.IsFaulted)
            {
                await connecting.ConfigureAwait(false);
            }

            if (connecting is not { IsCompletedSuccessfully: true, Result: { IsConnected: true } multiplexer })
            {
                throw new RedisException("No connection to the cache", await trouble.First.WaitAsync(cancellationToken).ConfigureAwait(false));
            }

            return new(multiplexer, sockets);
        }
        catch
        {
            sockets.Dispose();
            _ = connecting.ContinueWith(static done => Close(done), TaskScheduler.Default);
            throw;
        }
    }

    public void Dispose()
    {
        _sockets.Dispose();
        Leftover.Ignore(CloseAsync(_multiplexer));
    }

    private static void Close(Task<ConnectionMultiplexer> connecting)
    {
        if (connecting.IsCompletedSuccessfully)
        {
            Leftover.Ignore(CloseAsync(connecting.Result));
        }
        else
        {
            _ = connecting.Exception;
        }
    }

    private static async Task CloseAsync(ConnectionMultiplexer multiplexer)
    {
        await multiplexer.CloseAsync(allowCommandsToComplete: false).ConfigureAwait(false);
        await multiplexer.DisposeAsync().ConfigureAwait(false);
    }
}
