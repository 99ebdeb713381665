using HealthFunction.Probes.Databases;
using HealthFunction.Testing;
using Npgsql;

namespace HealthFunction.Tests.Probes;

/// <summary>A PgBouncer between the probe and the server: it has one code for nearly all errors.</summary>
public sealed class PoolerTests : IAsyncLifetime
{
    private readonly PostgresServer _server = new();
    private readonly PgBouncerServer _pooler;

    public PoolerTests() => _pooler = new PgBouncerServer(_server) { MaxClients = 4 };

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        await _pooler.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _pooler.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_server_behind_a_pooler_is_up()
    {
        await using var probe = Create(_pooler.ConnectionString());
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
    }

    [Fact]
    public async Task What_the_pooler_refuses_has_its_own_reason()
    {
        Assert.Equal("authentication failed", await AttemptAsync(_pooler.ConnectionString(password: "wrong")));
        Assert.Equal("authentication failed", await AttemptAsync(_pooler.ConnectionString(user: "stranger")));
        Assert.Equal("not found", await AttemptAsync(_pooler.ConnectionString(database: "nowhere")));
        Assert.Equal("not found", await AttemptAsync(_pooler.ConnectionString(database: PgBouncerServer.MissingDatabase)));
    }

    [Fact]
    public async Task Too_many_clients_are_reported()
    {
        await using var probe = Create(_pooler.ConnectionString());
        var crowd = new List<NpgsqlConnection>();
        for (var i = 0; i < _pooler.MaxClients; i++)
        {
            crowd.Add(new NpgsqlConnection(_pooler.ConnectionString() + ";Pooling=false"));
            await crowd[^1].OpenAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("too many connections", await Attempt.RunAsync(probe));
        crowd.ForEach(c => c.Dispose());
        await Until.TrueAsync(async () => await Attempt.RunAsync(probe) == Attempt.Up, "the crowd has left");
    }

    [Fact]
    public async Task A_server_that_refuses_the_pooler_is_reported_and_up_when_it_accepts_it_again()
    {
        await using var probe = Create(_pooler.ConnectionString());
        await _pooler.RevokeServerLoginAsync();
        Assert.Equal("authentication failed", await Attempt.RunAsync(probe));

        // Until its next attempt the pooler says only that it has failed.
        Assert.Contains(await Attempt.RunAsync(probe), new[] { "authentication failed", "check failed", Attempt.TimedOut });
        await _pooler.RestoreServerLoginAsync();
        await Until.TrueAsync(async () => await Attempt.RunAsync(probe) == Attempt.Up, "the pooler tries again");
    }

    [Fact]
    public async Task A_server_that_the_pooler_cannot_reach_is_no_lost_connection()
    {
        await using var probe = Create(_pooler.ConnectionString());
        await _server.StopAsync();
        Assert.Contains(await Attempt.RunAsync(probe), new[] { "check failed", Attempt.TimedOut });
        Assert.Contains(await Attempt.RunAsync(probe), new[] { "check failed", Attempt.TimedOut });
        await _server.StartAsync();
        await Until.TrueAsync(async () => await Attempt.RunAsync(probe) == Attempt.Up, "the pooler tries again");
    }

    private static async Task<string> AttemptAsync(string settings)
    {
        await using var probe = Create(settings);
        return await Attempt.RunAsync(probe);
    }

    private static DatabaseProbe Create(string settings) =>
        new(new DatabaseOptions { ConnectionString = settings }, Attempt.Timeout, credential: null, TimeProvider.System);
}
