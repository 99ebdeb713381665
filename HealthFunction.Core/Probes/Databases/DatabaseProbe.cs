using Azure.Core;
using HealthFunction.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Probes.Databases;

/// <summary>A PostgreSQL server is UP when it executes a statement. One connection is kept; a run is one transaction.</summary>
internal sealed class DatabaseProbe : IHealthCheck, IAsyncDisposable
{
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly DatabaseConnector _connector;
    private readonly KeptClient<DatabaseConnection> _connection;
    private readonly Func<DatabaseConnection, CancellationToken, Task> _work;
    private readonly CertificateLimit _certificates;
    private ShownCertificate? _certificate;
    private long _startedAt;

    public DatabaseProbe(DatabaseOptions options, TimeSpan timeout, TokenCredential? credential, TimeProvider time)
    {
        _timeout = timeout;
        _work = ProveAsync;
        _certificates = options.Certificates;
        _time = time;
        var source = new DatabaseSource(options.ConnectionString, ProbeCredential.Wrap(credential, timeout, time));
        _connector = new(source, timeout, time, NameResolver.Shared);
        _connection = new(OpenAsync, static connection => connection.Dispose(), timeout, time);
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        _startedAt = _time.GetTimestamp();
        try
        {
            await _connection.UseAsync(_work, cancellationToken).ConfigureAwait(false);
            return _certificates.Judge(_certificate?.EndsAt, _time.GetUtcNow());
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw ProbeFailure.From(e, DatabaseFailure.Read, _timeout);
        }
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ProveAsync(DatabaseConnection connection, CancellationToken cancellationToken)
    {
        await connection.ProveAsync(cancellationToken).ConfigureAwait(false);
        _certificate = connection.Certificate;
    }

    private Task<DatabaseConnection> OpenAsync(CancellationToken cancellationToken) =>
        _connector.OpenAsync(_timeout - _time.GetElapsedTime(_startedAt), cancellationToken);
}
