using Npgsql;

namespace HealthFunction.Tests.Reliability;

/// <summary>
/// Faults that only PostgreSQL has. A database that accepts no writes is UP: the check tests whether it executes a statement, and a
/// standby or a server with a full disk still serves readers. With DOWN, they would lose it too.
/// </summary>
internal static class DatabaseCases
{
    /// <summary>Above a WAL segment: a server that cannot write its log stops instead of running without writes.</summary>
    private const long DiskBytes = 17 << 20;

    public static IEnumerable<MatrixCase> All
    {
        get
        {
            Crowd? crowd = null;
            return
            [
                new(BreakableServers.Database, "credentials revoked")
                {
                    Errors = ["authentication failed"],
                    Begin = matrix => matrix.Servers.RevokeDatabaseAsync(),
                    End = matrix => matrix.Servers.RestoreDatabaseAsync(),
                },
                new(BreakableServers.Database, "max_connections reached")
                {
                    Errors = ["too many connections"],
                    Begin = matrix => (crowd = new Crowd(matrix.Servers.Postgres)).GatherAsync(),
                    End = _ => crowd!.LeaveAsync(),
                },
                new(BreakableServers.Database, "read-only (UP: it serves reads)") { Begin = matrix => MakeReadOnlyAsync(matrix.Servers), End = matrix => MakeWritableAsync(matrix.Servers) },
                new(BreakableServers.Database, "disk full (UP: it serves reads)") { Begin = matrix => FillDiskAsync(matrix.Servers), End = matrix => FreeDiskAsync(matrix.Servers) },
            ];
        }
    }

    private static async Task MakeReadOnlyAsync(BreakableServers servers)
    {
        await servers.Postgres.ExecuteAsync("ALTER DATABASE probed SET default_transaction_read_only = on");
        await servers.Postgres.TerminateConnectionsAsync();
        await RefusesWritesAsync(servers, "CREATE TABLE written (a int)");
    }

    private static async Task MakeWritableAsync(BreakableServers servers)
    {
        await servers.Postgres.ExecuteAsync("ALTER DATABASE probed RESET default_transaction_read_only");
        await servers.Postgres.TerminateConnectionsAsync();
    }

    private static async Task FillDiskAsync(BreakableServers servers)
    {
        (await SmallDisk.OfAsync(servers.Postgres)).Begin(DiskBytes);
        await servers.Postgres.TerminateConnectionsAsync();
        await RefusesWritesAsync(servers, "CREATE TABLE written AS SELECT repeat('x', 1000) FROM generate_series(1, 30000)");
    }

    private static async Task FreeDiskAsync(BreakableServers servers)
    {
        (await SmallDisk.OfAsync(servers.Postgres)).End();
        await servers.Postgres.TerminateConnectionsAsync();
    }

    private static async Task RefusesWritesAsync(BreakableServers servers, string sql)
    {
        await using var connection = new NpgsqlConnection(servers.DatabaseOn(servers.Postgres.Port) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
    }
}
