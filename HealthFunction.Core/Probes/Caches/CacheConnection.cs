using System.Net;
using HealthFunction.Checks;
using StackExchange.Redis;

namespace HealthFunction.Probes.Caches;

/// <summary>A multiplexer and the sockets that it opened, so that both end when the one does.</summary>
internal sealed class CacheConnection : IDisposable
{
    private readonly ConnectionMultiplexer _multiplexer;
    private readonly Task<ConnectionMultiplexer> _connecting;
    private readonly CacheOwner _owner;
    private readonly CacheTrouble _trouble;
    private readonly ProbeSockets _sockets;
    private readonly object[] _credential;
    private readonly HashSet<EndPoint> _authenticated = [];

    private CacheConnection(
        ConnectionMultiplexer multiplexer,
        Task<ConnectionMultiplexer> connecting,
        CacheOwner owner,
        CacheTrouble trouble,
        ProbeSockets sockets,
        ShownCertificate certificate,
        object[] credential)
    {
        _multiplexer = multiplexer;
        _connecting = connecting;
        _owner = owner;
        _trouble = trouble;
        _sockets = sockets;
        Certificate = certificate;
        _credential = credential;
    }

    public ShownCertificate Certificate { get; }

    /// <param name="settings">What <see cref="CacheSettings"/> made.</param>
    /// <param name="key">The key that the connection is for.</param>
    /// <param name="timeout">How long the whole attempt may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The attempt's end.</param>
    /// <remarks>The library accepts no token here; closing its sockets ends its attempt.</remarks>
    public static async Task<CacheConnection> OpenAsync(
        ConfigurationOptions settings, RedisKey key, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var own = settings.Clone();
        var trouble = new CacheTrouble([.. own.EndPoints]);
        var sockets = new ProbeSockets(timeout);
        var owner = new CacheOwner(key, trouble);
        var certificate = new ShownCertificate(time);
        CacheCertificates.Note(own, certificate);
        own.Tunnel = new CacheSockets(
            sockets, settings.Tunnel, trouble, server => own.EndPoints.Count == 1 && trouble.IsConfigured(server) ? null : timeout / 3);
        own.ConnectionAttemptCompleted += (sender, attempt) =>
        {
            if (attempt is { ConnectionType: ConnectionType.Interactive, EndPoint: { } server } && sender is ConnectionMultiplexer multiplexer)
            {
                if (attempt is { IsSuccess: false, Exception: not CacheRedialException })
                {
                    trouble.Add(server, new RedisConnectionException(attempt.FailureType, CommandFlags.None, "The attempt to connect failed", attempt.Exception));
                }

                owner.Look(multiplexer);
            }
        };

        // Not on the caller's thread: behind a Sentinel the library blocks while it connects.
        var connecting = Task.Run(() => ConnectionMultiplexer.ConnectAsync(own), CancellationToken.None);
        try
        {
            // The library may go on waiting for servers that it cannot use.
            await Task.WhenAny(owner.Settled, connecting, trouble.Hopeless).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (owner.Settled.IsCompletedSuccessfully)
            {
                return new(await owner.Settled.ConfigureAwait(false), connecting, owner, trouble, sockets, certificate, Credential(own));
            }

            if (connecting.IsFaulted)
            {
                await connecting.ConfigureAwait(false);
            }

            if (connecting is not { IsCompletedSuccessfully: true, Result: { IsConnected: true } multiplexer })
            {
                // The library may finish before it has reported the reason.
                await trouble.Known.WaitAsync(cancellationToken).ConfigureAwait(false);
                throw new RedisException("No connection to the cache", trouble.Reason(wanted: null));
            }

            return new(multiplexer, connecting, owner, trouble, sockets, certificate, Credential(own));
        }
        catch
        {
            sockets.Dispose();
            Close(connecting);
            throw;
        }
    }

    /// <summary>
    /// The server that a key is kept on, once it has accepted the credential on this connection. The library asks for that too, but
    /// goes on as the default user when the server refuses.
    /// </summary>
    /// <exception cref="RedisException">None can be asked; the inner exception is the reason, as far as it is known.</exception>
    public async Task<IServer> FindAsync(RedisKey key, bool toWrite, CancellationToken cancellationToken)
    {
        var server = Select(key);
        var reason = server is { IsConnected: true } && !(toWrite && server.IsReplica) ? null : _trouble.Reason(_owner.Server);
        if (server is null || reason is not null || (_owner.Server is not null && !server.IsConnected))
        {
            throw new RedisException("No connection to the server of the key", reason);
        }

        // A replica that no other server is missing beside is asked: what it answers is the reason then.
        if (_credential.Length > 0 && !_authenticated.Contains(server.EndPoint))
        {
            await AuthenticateAsync(server, cancellationToken).ConfigureAwait(false);
            _authenticated.Add(server.EndPoint);
        }

        return server;
    }

    public void Dispose()
    {
        _sockets.Dispose();
        Leftover.Ignore(CloseAsync(_multiplexer));
        Leftover.Ignore(_connecting);
    }

    /// <summary>As the library puts it into AUTH.</summary>
    private static object[] Credential(ConfigurationOptions settings) =>
        !string.IsNullOrWhiteSpace(settings.User) ? [settings.User, settings.Password ?? ""]
        : !string.IsNullOrWhiteSpace(settings.Password) ? [settings.Password]
        : [];

    private static void Close(Task<ConnectionMultiplexer> connecting) => Leftover.Ignore(connecting.ContinueWith(
        static done => done.IsCompletedSuccessfully ? CloseAsync(done.Result) : done, TaskScheduler.Default).Unwrap());

    private static async Task CloseAsync(ConnectionMultiplexer multiplexer)
    {
        await multiplexer.CloseAsync(allowCommandsToComplete: false).ConfigureAwait(false);
        await multiplexer.DisposeAsync().ConfigureAwait(false);
    }

    private async Task AuthenticateAsync(IServer server, CancellationToken cancellationToken)
    {
        var answer = server.ExecuteAsync("AUTH", _credential, CommandFlags.NoRedirect);
        try
        {
            await Leftover.AwaitAsync(answer, cancellationToken).ConfigureAwait(false);
        }
        catch (RedisServerException e) when (CacheFailure.ReadAnswer(e) is null)
        {
            // Whatever the reason. A server that knows no password, for example, has its own words for that.
            throw new ProbeException(ErrorText.AuthenticationFailed, e);
        }

        if ((string?)await answer.ConfigureAwait(false) != "OK")
        {
            throw new ProbeException(ErrorText.UnexpectedAnswer);
        }
    }

    /// <remarks>
    /// Of a cluster only the node that keeps the key is asked. While that one is away the library would offer another, which sends the
    /// request back, and the request would wait.
    /// </remarks>
    private IServer? Select(RedisKey key)
    {
        try
        {
            return _owner.Server is { } owner ? _multiplexer.GetServer(owner)
                : _connecting.IsCompletedSuccessfully ? _multiplexer.GetServer(key, flags: CommandFlags.PreferMaster)
                : null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // There is no such server.
            return null;
        }
    }
}
