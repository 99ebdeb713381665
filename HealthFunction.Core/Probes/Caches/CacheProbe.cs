using System.Globalization;
using Azure.Core;
using HealthFunction.Checks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace HealthFunction.Probes.Caches;

/// <summary>A Redis server is UP when it stores a value and returns it, or, in the mode without writes, when it answers PING.</summary>
internal sealed class CacheProbe : IHealthCheck, IAsyncDisposable
{
    /// <summary>In seconds: long enough for a slow round trip, short enough to leave nothing behind.</summary>
    private const int ValueLifetime = 10;

    /// <summary>
    /// A key of this process alone: with a shared key, a write of another instance between SET and GET would look like a fault.
    /// </summary>
    private readonly RedisKey _key;

    private readonly TimeSpan _timeout;
    private readonly KeptClient<CacheConnection> _connection;
    private readonly Func<CacheConnection, CancellationToken, Task> _work;
    private readonly TimeProvider _time;
    private readonly CertificateLimit _certificates;
    private ShownCertificate? _certificate;
    private long _runs;

    public CacheProbe(CacheOptions options, TimeSpan timeout, TokenCredential? credential, TimeProvider time, string? key = null)
    {
        _key = key ?? $"HealthFunction:{Guid.NewGuid():N}";
        _timeout = timeout;
        _time = time;
        _certificates = options.Certificates;
        _work = options.Mode == CacheMode.Ping ? PingAsync : WriteAndReadAsync;
        var settings = CacheSettings.Create(options, timeout);
        var token = ProbeCredential.Wrap(credential, timeout, time);
        _connection = new(
            async cancellationToken => await CacheConnection.OpenAsync(
                await CacheSettings.WithTokenAsync(settings, token, cancellationToken).ConfigureAwait(false),
                _key,
                timeout,
                time,
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
            return _certificates.Judge(_certificate?.EndsAt, _time.GetUtcNow());
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
        var server = await connection.FindAsync(_key, toWrite: true, cancellationToken).ConfigureAwait(false);
        // Both are sent before either is awaited: one round trip. By their names, because the library would make SETEX of the first,
        // which a user who may SET need not be allowed.
        var written = server.ExecuteAsync("SET", [_key, value, "EX", ValueLifetime]);
        var read = server.ExecuteAsync("GET", [_key]);
        await Leftover.AwaitAsync(Task.WhenAll(written, read), cancellationToken).ConfigureAwait(false);
        if ((string?)await written.ConfigureAwait(false) != "OK" || (RedisValue)await read.ConfigureAwait(false) != value)
        {
            throw new ProbeException(ErrorText.UnexpectedAnswer);
        }

        NoteCertificate(connection);
    }

    private async Task PingAsync(CacheConnection connection, CancellationToken cancellationToken)
    {
        var server = await connection.FindAsync(_key, toWrite: false, cancellationToken).ConfigureAwait(false);
        await Leftover.AwaitAsync(server.PingAsync(), cancellationToken).ConfigureAwait(false);
        NoteCertificate(connection);
    }

    private void NoteCertificate(CacheConnection connection)
    {
        connection.Certificate.RefuseEnded();
        _certificate = connection.Certificate;
    }
}
