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
    private long _startedAt;

    public DatabaseProbe(DatabaseOptions options, TimeSpan timeout, TokenCredential? credential, TimeProvider time)
    {
        _timeout = timeout;
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
            await _connection.UseAsync(static (connection, token) => connection.ProveAsync(token), cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
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

    private Task<DatabaseConnection> OpenAsync(CancellationToken cancellationToken) =>
        _connector.OpenAsync(_timeout - _time.GetElapsedTime(_startedAt), cancellationToken);
}
