using System.Globalization;
using Azure.Core;
using HealthFunction.Checks;
using HealthFunction.Settings;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace HealthFunction.Probes;

/// <summary>A Redis server is up when it keeps a value and gives it back, or, where writes are not its job, when it answers PING.</summary>
internal sealed class CacheProbe : IHealthCheck, IAsyncDisposable
{
    /// <summary>Long enough for one round trip however slow, short enough to leave nothing behind.</summary>
    private static readonly TimeSpan ValueLifetime = TimeSpan.FromSeconds(10);

    /// <summary>A key of this process alone: with a shared one, another's write between our SET and GET would look like a fault.</summary>
    private readonly RedisKey _key = $"HealthFunction:{Guid.NewGuid():N}";

    private readonly TimeSpan _timeout;
    private readonly KeptClient<CacheConnection> _connection;
    private readonly Func<CacheConnection, CancellationToken, Task> _work;
    private long _runs;

    public CacheProbe(CacheOptions options, TimeSpan timeout, TokenCredential? credential, TimeProvider time)
    {
        _timeout = timeout;
        _work = options.Mode == CacheMode.Ping ? PingAsync : WriteAndReadAsync;
        var settings = CacheSettings.Create(options, timeout);
        var token = ProbeCredential.Wrap(credential, timeout, time);
        _connection = new(
            async cancellationToken => await CacheConnection.OpenAsync(
                await CacheSettings.WithTokenAsync(settings, token, cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false),
            static connection => connection.Dispose(),
            timeout,
            time);
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await _connection.UseAsync(_work, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw ProbeFailure.From(e, CacheFailure.Read, _timeout);
        }
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WriteAndReadAsync(CacheConnection connection, CancellationToken cancellationToken)
    {
        RedisValue value = (++_runs).ToString(CultureInfo.InvariantCulture);
        var database = connection.Database;
        // Both are sent before either is awaited: one round trip.
        var written = database.StringSetAsync(_key, value, ValueLifetime, flags: CommandFlags.DemandMaster);
        var read = database.StringGetAsync(_key, CommandFlags.DemandMaster);
        await Leftover.AwaitAsync(Task.WhenAll(written, read), cancellationToken).ConfigureAwait(false);
        if (!await written.ConfigureAwait(false) || await read.ConfigureAwait(false) != value)
        {
            throw new ProbeException(ErrorText.UnexpectedAnswer);
        }
    }

    private static Task PingAsync(CacheConnection connection, CancellationToken cancellationToken) =>
        Leftover.AwaitAsync(connection.Database.PingAsync(), cancellationToken);
}
