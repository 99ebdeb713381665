using System.Diagnostics;
using System.Globalization;
using MySqlConnector;

namespace HealthFunction.Testing;

/// <summary>A MariaDB server with one user that has a password. It is not durable: a crash of the machine may lose data.</summary>
public sealed class MariaDbServer : TestServer
{
    private const string User = "probed";
    private const string Database = "shop";

    /// <param name="password">The user's by default.</param>
    /// <param name="port">The port of a proxy, if there is one.</param>
    public string ConnectionString(string? password = null, int? port = null) => string.Create(
        CultureInfo.InvariantCulture, $"Server=127.0.0.1;Port={port ?? Port};User ID={User};Password={password ?? Password};Database={Database}");

    protected override Task PrepareAsync()
    {
        PostgresTemplate.Give(Folder);
        var install = PostgresPrograms.StartAsServer(
            Shell.Find("mariadb-install-db") ?? "/usr/bin/mariadb-install-db",
            "--no-defaults", "--datadir=" + Data, "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve");
        Shell.Run(install.FileName, install.ArgumentList);
        return Task.CompletedTask;
    }

    protected override ProcessStartInfo Command()
    {
        var statements = Path.Combine(Folder, "init.sql");
        File.WriteAllLines(
            statements,
            [
                $"CREATE DATABASE IF NOT EXISTS {Database};",
                $"CREATE OR REPLACE USER '{User}'@'127.0.0.1' IDENTIFIED BY '{Password}';",
                $"GRANT SELECT ON {Database}.* TO '{User}'@'127.0.0.1';",
            ]);
        PostgresTemplate.Give(statements);

        // Debian has it in a folder that only root has on PATH.
        return PostgresPrograms.StartAsServer(
            Shell.Find("mariadbd") ?? "/usr/sbin/mariadbd",
            "--no-defaults",
            "--datadir=" + Data,
            "--socket=" + Path.Combine(Folder, "socket"),
            "--pid-file=" + Path.Combine(Folder, "pid"),
            "--bind-address=127.0.0.1",
            string.Create(CultureInfo.InvariantCulture, $"--port={Port}"),
            "--skip-name-resolve",
            "--init-file=" + statements,
            "--innodb-buffer-pool-size=16M",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-flush-method=nosync");
    }

    protected override async Task AskAsync(CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(ConnectionString() + ";Pooling=false;Connection Timeout=5");
        await connection.OpenAsync(cancellationToken);
    }

    private string Data => Path.Combine(Folder, "data");
}
