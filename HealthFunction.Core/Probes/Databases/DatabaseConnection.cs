using Npgsql;

namespace HealthFunction.Probes.Databases;

/// <summary>An open connection to one server, with the settings that were made for it.</summary>
internal sealed class DatabaseConnection(NpgsqlDataSource source, DatabaseRole role, TimeProvider time) : IDisposable
{
    private readonly NpgsqlConnection _connection = source.CreateConnection();
    private bool _isProven;

    public ShownCertificate Certificate { get; } = new(time);

    /// <summary>Connects and executes the statement, because its result also decides which of several servers is used.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        Certificate.Replace(DatabaseCertificate.Find(_connection));
        await DatabaseStatement.RunAsync(_connection, role, cancellationToken).ConfigureAwait(false);
        _isProven = true;
    }

    /// <summary>Executes the statement, unless that was done when the connection was opened for this attempt.</summary>
    public async Task ProveAsync(CancellationToken cancellationToken)
    {
        if (_isProven)
        {
            _isProven = false;
            return;
        }

        await DatabaseStatement.RunAsync(_connection, role, cancellationToken).ConfigureAwait(false);
        Certificate.RefuseEnded();
    }

    public void Dispose()
    {
        _connection.Dispose();
        source.Dispose();
    }
}
