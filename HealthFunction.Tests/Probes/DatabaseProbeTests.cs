using System.Net.Sockets;
using HealthFunction.Probes;
using HealthFunction.Probes.Databases;
using HealthFunction.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace HealthFunction.Tests.Probes;

public sealed class DatabaseProbeTests(PostgresServer server) : ProbeContract<PostgresServer>(server)
{
    [Fact]
    public async Task A_run_is_one_statement_on_a_kept_connection()
    {
        var probe = Create(await Server.CreateDatabaseAsync("counted"));
        await Attempt.RunAsync(probe);
        await Server.ResetStatementsAsync();
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        }

        Assert.Equal(50, await Server.StatementsAsync("counted"));
        Assert.Equal(1, await Server.ConnectionsAsync("HealthFunction"));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task A_wrong_password_is_reported_without_a_user_name()
    {
        var probe = Create(Server.ConnectionString(password: "wrong"));
        Assert.Equal("authentication failed", await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task A_revoked_role_is_reported_after_its_sessions_are_ended()
    {
        var probe = Create(await Server.CreateDatabaseAsync("revoked"));
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        await Server.ExecuteAsync("ALTER ROLE revoked NOLOGIN");
        await Server.TerminateConnectionsAsync();
        Assert.Equal("authentication failed", await Attempt.RunAsync(probe));
        await Server.ExecuteAsync("ALTER ROLE revoked LOGIN");
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_not_found()
    {
        var probe = Create(Server.ConnectionString(database: "nowhere"));
        Assert.Equal("not found", await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task A_role_without_the_right_to_connect_is_denied()
    {
        await Server.CreateDatabaseAsync("locked");
        await Server.ExecuteAsync("REVOKE CONNECT ON DATABASE locked FROM PUBLIC");
        var settings = await Server.CreateDatabaseAsync("outsider");
        var probe = Create(settings.Replace("Database=outsider", "Database=locked", StringComparison.Ordinal));
        Assert.Equal("permission denied", await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task Exhausted_connections_are_reported()
    {
        var settings = await Server.CreateDatabaseAsync("crowded");
        await Server.ExecuteAsync("ALTER ROLE crowded CONNECTION LIMIT 1");
        var first = Create(settings);
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(first));
        var second = Create(settings);
        Assert.Equal("too many connections", await Attempt.RunAsync(second));
        await DisposeAsync(first);
        await DisposeAsync(second);
    }

    [Fact]
    public async Task A_read_only_database_is_up()
    {
        var settings = await Server.CreateDatabaseAsync("readonly");
        await Server.ExecuteAsync("ALTER DATABASE readonly SET default_transaction_read_only = on");
        var probe = Create(settings);
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_reported()
    {
        var probe = Create("Host=nowhere.invalid;Username=nobody;Password=none");
        Assert.Equal("name resolution failed", await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task A_socket_that_is_missing_or_has_no_listener_refuses()
    {
        using var folder = new TempFolder();
        var settings = $"Host={folder.Path};Port=5432;Username=nobody;Password=none";
        var missing = Create(settings);
        Assert.Equal("connection refused", await Attempt.RunAsync(missing));
        await DisposeAsync(missing);

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.Combine(".s.PGSQL.5432")));
        var left = Create(settings);
        Assert.Equal("connection refused", await Attempt.RunAsync(left));
        await DisposeAsync(left);
    }

    [Fact]
    public async Task A_session_that_an_administrator_ends_is_a_lost_connection()
    {
        var settings = await Server.CreateDatabaseAsync("ended");
        await using var connection = new NpgsqlConnection(settings + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await Server.TerminateConnectionsAsync();
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        var failure = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        Assert.Equal("connection lost", ProbeFailure.From(failure, DatabaseFailure.Read, Attempt.Timeout).Error.Text);
    }

    [Theory]
    [InlineData("Require Auth=Password", "authentication failed")]
    [InlineData("Channel Binding=Require", "authentication failed")]
    [InlineData("SSL Mode=Require", "TLS failure")]
    [InlineData("Options=-c nonsense=1", "check failed")]
    public async Task What_the_server_does_not_do_has_its_own_reason(string settings, string reason)
    {
        var probe = Create($"{Server.ConnectionString()};{settings}");
        Assert.Equal(reason, await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task A_password_file_is_read_for_the_name_of_the_setting()
    {
        using var folder = new TempFolder();
        var file = folder.Combine("passwords");
        var settings = new NpgsqlConnectionStringBuilder(await Server.CreateDatabaseAsync("filed"));
        await File.WriteAllTextAsync(
            file,
            $"""
            # host:port:database:user:password
            127.0.0.1:*:*:filed:wrong
            localhost:{Server.Port}:filed:filed:{settings.Password}
            """,
            TestContext.Current.CancellationToken);
        var probe = Create($"Host=localhost;Port={Server.Port};Username=filed;Database=filed;Passfile={file}");
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task An_Entra_token_is_the_password()
    {
        await Server.ExecuteAsync("CREATE ROLE entra LOGIN PASSWORD 'token-of-the-app'");
        var credential = new StubCredential("token-of-the-app");
        var probe = new DatabaseProbe(
            new DatabaseOptions { ConnectionString = $"Host=127.0.0.1;Port={Server.Port};Username=entra;Database=postgres" },
            Attempt.Timeout,
            credential,
            TimeProvider.System);
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        Assert.Equal("https://ossrdbms-aad.database.windows.net/.default", Assert.Single(credential.Scopes));
        await probe.DisposeAsync();
    }

    [Fact]
    public async Task Without_an_Entra_token_nothing_is_known()
    {
        var probe = new DatabaseProbe(
            new DatabaseOptions { ConnectionString = $"Host=127.0.0.1;Port={Server.Port};Username=entra;Database=postgres" },
            Attempt.Timeout,
            new StubCredential(null),
            TimeProvider.System);
        Assert.Equal("UNKNOWN: no credential", await Attempt.RunAsync(probe));
        await probe.DisposeAsync();
    }

    [Fact]
    public async Task Failures_leave_the_server_with_one_connection()
    {
        for (var i = 0; i < 50; i++)
        {
            Proxy.CutExisting();
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(Probe));
            Proxy.Fault = Fault.Blackhole;
            await Attempt.RunAsync(Probe, TimeSpan.FromMilliseconds(10));
            Proxy.Fault = Fault.None;
        }

        Assert.Equal(Attempt.Up, await Attempt.RunAsync(Probe));
        await UntilAsync(async () => await Server.ConnectionsAsync("HealthFunction") == 1);
    }

    private protected override IHealthCheck Create(int port) => Create(Server.ConnectionString(port: port));

    private static DatabaseProbe Create(string settings) =>
        new(new DatabaseOptions { ConnectionString = settings }, Attempt.Timeout, credential: null, TimeProvider.System);
}
