using Azure.Core;
using HealthFunction.Checks;
using HealthFunction.Settings;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace HealthFunction.Probes;

/// <summary>A PostgreSQL server is up when it carries out a statement. One connection is kept; a run is one transaction.</summary>
internal sealed class DatabaseProbe : IHealthCheck, IAsyncDisposable
{
    /// <summary>
    /// COPY, because it is the statement whose wait Npgsql ends as soon as its token is cancelled. Cancelling a command
    /// (<c>SELECT 1</c>) first sends a cancel request on a second connection and waits for that without bound, with the
    /// cancelling thread, so a frozen server would hold a thread for as long as it is frozen. COPY needs no privilege, works on
    /// a standby and through a transaction pooler, and costs what the SELECT costs.
    /// </summary>
    private const string Statement = "COPY (SELECT 1) TO STDOUT";

    private const string Answer = "1\n";

    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _hurriedSource;
    private readonly KeptClient<NpgsqlConnection> _connection;

    /// <summary>An opening that its attempt had to leave behind ends by its own timeout; until then it has one of these.</summary>
    private readonly SemaphoreSlim _openings = new(2);

    private long _startedAt;

    public DatabaseProbe(DatabaseOptions options, TimeSpan timeout, TokenCredential? credential, TimeProvider time)
    {
        _timeout = timeout;
        _time = time;
        var token = ProbeCredential.Wrap(credential, timeout, time);
        _source = DatabaseSource.Create(options, timeout, token);
        _hurriedSource = DatabaseSource.Create(options, timeout / 2, token);
        _connection = new(OpenAsync, static connection => connection.Dispose(), timeout, time);
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        _startedAt = _time.GetTimestamp();
        try
        {
            await _connection.UseAsync(RunStatementAsync, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw ProbeFailure.From(e, DatabaseFailure.Read, _timeout);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _source.DisposeAsync().ConfigureAwait(false);
        await _hurriedSource.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task RunStatementAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var reader = await connection.BeginTextExportAsync(Statement, cancellationToken).ConfigureAwait(false);
        if (await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false) != Answer)
        {
            throw new ProbeException(ErrorText.UnexpectedAnswer);
        }
    }

    /// <remarks>
    /// Npgsql does not look at the token while it waits for the answer to its request for encryption; only its own timeout,
    /// in whole seconds, ends that wait.
    /// </remarks>
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await _openings.WaitAsync(cancellationToken).ConfigureAwait(false);
        var hurried = _time.GetElapsedTime(_startedAt) >= _timeout / 2;
        var connection = (hurried ? _hurriedSource : _source).CreateConnection();
        var opening = FinishOpeningAsync(connection, cancellationToken);
        try
        {
            await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            _ = opening.ContinueWith(static (done, left) => { _ = done.Exception; ((NpgsqlConnection)left!).Dispose(); }, connection, TaskScheduler.Default);
            throw;
        }
    }

    private async Task FinishOpeningAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _openings.Release();
        }
    }
}
