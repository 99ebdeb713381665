using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace HealthFunction.Testing;

/// <summary>A PostgreSQL server with password authentication. It is not durable: a crash of the machine may lose data.</summary>
public sealed class PostgresServer : TestServer
{
    private const string AdminName = "healthfunction-tests-admin";

    public int MaxConnections { get; init; } = 40;

    /// <summary>Server settings besides the fixture's own, as in postgresql.conf.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Makes this a standby of another server, which has to be running and <see cref="CanHaveStandbys"/>.</summary>
    public PostgresServer? StandbyOf { get; init; }

    public bool CanHaveStandbys { get; init; }

    /// <summary>The superuser's connection string.</summary>
    public string AdminConnectionString => ConnectionString();

    /// <summary>Fast shutdown: ends sessions, then the server.</summary>
    protected override int StopSignal => Signals.Interrupt;

    /// <param name="user">The superuser by default.</param>
    /// <param name="password">The user's; the superuser's by default.</param>
    /// <param name="database">What to connect to.</param>
    /// <param name="port">The port of a proxy, if there is one.</param>
    public string ConnectionString(
        string user = PostgresTemplate.Superuser, string? password = null, string database = "postgres", int? port = null) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Host=127.0.0.1;Port={port ?? Port};Username={user};Password={password ?? PostgresTemplate.Password};Database={database}");

    /// <summary>Makes a user with its own password and a database that it owns, both of that name; returns the connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string name, int? port = null)
    {
        var password = NewPassword();
        await ExecuteAsync($"CREATE ROLE \"{name}\" LOGIN PASSWORD '{password}'");
        await ExecuteAsync($"CREATE DATABASE \"{name}\" OWNER \"{name}\"");
        return ConnectionString(name, password, name, port);
    }

    /// <summary>Runs SQL as the superuser over a connection of its own.</summary>
    public async Task ExecuteAsync(string sql, string database = "postgres") => await ScalarAsync<object>(sql, database);

    /// <summary>The first value of the first row, as the superuser.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, string database = "postgres", CancellationToken cancellationToken = default)
    {
        var settings = $"{ConnectionString(database: database)};Pooling=false;Timeout=5;Command Timeout=20;Application Name={AdminName}";
        await using var connection = new NpgsqlConnection(settings);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is T value ? value : default;
    }

    /// <summary>Promotes a standby. Returns when it accepts writes.</summary>
    public async Task PromoteAsync() => await ExecuteAsync("SELECT pg_promote()");

    /// <summary>Makes the server read its files again. Returns when new connections use them.</summary>
    public async Task ReloadAsync()
    {
        var before = await ScalarAsync<DateTime>("SELECT pg_conf_load_time()");
        await ExecuteAsync("SELECT pg_reload_conf()");
        await Until.TrueAsync(async () => await ScalarAsync<DateTime>("SELECT pg_conf_load_time()") > before, "the server has read its files again");
    }

    /// <summary>Replaces the rules of pg_hba.conf.</summary>
    public async Task UseAccessRulesAsync(params string[] rules)
    {
        File.WriteAllLines(Path.Combine(Folder, "data", "pg_hba.conf"), rules);
        await ReloadAsync();
    }

    /// <summary>How many client connections the server has, without the fixture's own.</summary>
    public async Task<long> ConnectionsAsync(string? applicationName = null) => await ScalarAsync<long>(
        $"""
        SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> '{AdminName}'
        {(applicationName is null ? "" : $"AND application_name = '{applicationName}'")}
        """);

    /// <summary>Ends every client's session from the server's side.</summary>
    public async Task TerminateConnectionsAsync() => await ExecuteAsync(
        $"""
        SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND application_name <> '{AdminName}'
        """);

    /// <summary>
    /// How many statements clients ran in a database since <see cref="ResetStatementsAsync"/>, a transaction each unless the client
    /// opened longer ones. The server counts each as it ends; pg_stat_database would lag by up to ten seconds.
    /// </summary>
    public async Task<long> StatementsAsync(string database) => await ScalarAsync<long>(
        $"""
        SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
        WHERE d.datname = '{database}' AND s.query NOT LIKE '%pg_stat_statements%'
        """);

    public async Task ResetStatementsAsync() => await ExecuteAsync("SELECT pg_stat_statements_reset()");

    protected override async Task PrepareAsync()
    {
        // The server's user needs access to its data.
        File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        if (StandbyOf is null)
        {
            await PostgresTemplate.CopyToAsync(Path.Combine(Folder, "data"));
        }
        else
        {
            CopyPrimary(StandbyOf);
        }
    }

    protected override ProcessStartInfo Command()
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = "",
            ["max_connections"] = MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["fsync"] = "off",
            ["synchronous_commit"] = "off",
            ["full_page_writes"] = "off",
            ["shared_buffers"] = "16MB",
            ["wal_level"] = CanHaveStandbys || StandbyOf is not null ? "replica" : "minimal",
            ["max_wal_senders"] = CanHaveStandbys || StandbyOf is not null ? "4" : "0",
            // The transactions of its workers would be counted with the clients'.
            ["autovacuum"] = "off",
            ["shared_preload_libraries"] = "pg_stat_statements",
            ["log_destination"] = "stderr",
            ["logging_collector"] = "off",
        };
        foreach (var (name, value) in Settings)
        {
            settings[name] = value;
        }

        var start = PostgresPrograms.Start(
            "postgres", ["-D", Path.Combine(Folder, "data"), .. settings.SelectMany(s => new[] { "-c", $"{s.Key}={s.Value}" })]);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    protected override async Task AskAsync(CancellationToken cancellationToken) =>
        await ScalarAsync<object>(
            StandbyOf is null ? "CREATE EXTENSION IF NOT EXISTS pg_stat_statements" : "SELECT 1", cancellationToken: cancellationToken);

    private void CopyPrimary(PostgresServer primary)
    {
        var backup = PostgresPrograms.Start(
            "pg_basebackup", "--pgdata", Path.Combine(Folder, "data"), "--write-recovery-conf", "--checkpoint=fast", "--no-sync", "--dbname",
            string.Create(
                CultureInfo.InvariantCulture,
                $"host=127.0.0.1 port={primary.Port} user={PostgresTemplate.Superuser} password={PostgresTemplate.Password}"));
        PostgresTemplate.Give(Folder);
        Shell.Run(backup.FileName, backup.ArgumentList);
    }
}
