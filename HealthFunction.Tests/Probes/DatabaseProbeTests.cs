using HealthFunction.Probes;
using HealthFunction.Settings;
using HealthFunction.Tests.Fixtures;
using Microsoft.Extensions.Diagnostics.HealthChecks;

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
    public async Task A_wrong_password_is_told_without_naming_anyone()
    {
        var probe = Create(Server.ConnectionString(password: "wrong"));
        Assert.Equal("authentication failed", await Attempt.RunAsync(probe));
        await DisposeAsync(probe);
    }

    [Fact]
    public async Task A_revoked_role_is_told_once_its_sessions_are_ended()
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
    public async Task Exhausted_connections_are_told()
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
    public async Task A_name_that_does_not_resolve_is_told()
    {
        var probe = Create("Host=nowhere.invalid;Username=nobody;Password=none");
        Assert.Equal("name resolution failed", await Attempt.RunAsync(probe));
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
