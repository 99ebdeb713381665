using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace HealthFunction.Testing;

/// <summary>A PgBouncer in front of a PostgreSQL server that is running; it pools transactions.</summary>
public sealed class PgBouncerServer(PostgresServer server) : TestServer
{
    public const string User = "pooled";

    /// <summary>A database that PgBouncer has and its server does not.</summary>
    public const string MissingDatabase = "missing";

    public int MaxClients { get; init; } = 100;

    /// <summary>The password that PgBouncer accepts from clients and uses for its server.</summary>
    public new string Password => base.Password;

    public string ConnectionString(string? password = null, string database = "postgres", string user = User) => string.Create(
        CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={Port};Username={user};Password={password ?? Password};Database={database}");

    /// <summary>Makes the server reject PgBouncer's own login from here on.</summary>
    public async Task RevokeServerLoginAsync()
    {
        await server.ExecuteAsync($"ALTER ROLE {User} PASSWORD 'another'");
        await server.TerminateConnectionsAsync();
    }

    public Task RestoreServerLoginAsync() => server.ExecuteAsync($"ALTER ROLE {User} PASSWORD '{Password}'");

    protected override async Task PrepareAsync() => await server.ExecuteAsync($"CREATE ROLE {User} LOGIN PASSWORD '{Password}'");

    protected override ProcessStartInfo Command()
    {
        var users = Path.Combine(Folder, "users.txt");
        File.WriteAllText(users, $"\"{User}\" \"{Password}\"\n");
        var settings = Path.Combine(Folder, "pgbouncer.ini");
        File.WriteAllText(settings, string.Create(
            CultureInfo.InvariantCulture,
            $"""
            [databases]
            postgres = host=127.0.0.1 port={server.Port}
            {MissingDatabase} = host=127.0.0.1 port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {Port}
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = {users}
            admin_users = {User}
            pool_mode = transaction
            max_client_conn = {MaxClients}
            server_login_retry = 1

            """));
        Readable();

        // Debian has it in a folder that only root has on PATH.
        return PostgresPrograms.StartAsServer(Shell.Find("pgbouncer") ?? "/usr/sbin/pgbouncer", settings);
    }

    /// <summary>PgBouncer's own console, which does not count towards the connections of clients.</summary>
    protected override async Task AskAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString(database: "pgbouncer")};Pooling=false;Server Compatibility Mode=NoTypeLoading");
        await connection.OpenAsync(cancellationToken);
    }

    /// <summary>PgBouncer refuses to run as root, so another user has to be able to read its files.</summary>
    private void Readable()
    {
        foreach (var file in Directory.GetFiles(Folder))
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        }

        File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
    }
}
