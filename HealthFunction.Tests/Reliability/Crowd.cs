using HealthFunction.Testing;
using Npgsql;

namespace HealthFunction.Tests.Reliability;

/// <summary>Connections of other clients, as many as a PostgreSQL server accepts.</summary>
internal sealed class Crowd(PostgresServer server)
{
    private readonly List<NpgsqlConnection> _connections = [];

    /// <summary>Uses up all connections, including those of the app.</summary>
    public async Task GatherAsync()
    {
        var settings = server.ConnectionString("crowd", await PasswordAsync()) + ";Pooling=false";
        do
        {
            await FillAsync(settings);
            await server.ExecuteAsync("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE application_name = 'HealthFunction'");
        }
        while (await FillAsync(settings) > 0);
    }

    /// <summary>Returns when the server accepts connections again.</summary>
    public async Task LeaveAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        _connections.Clear();
        var settings = server.ConnectionString("crowd", await PasswordAsync()) + ";Pooling=false";
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await FillAsync(settings, max: 1) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }

        await _connections[0].DisposeAsync();
        _connections.Clear();
    }

    private async Task<int> FillAsync(string settings, int max = int.MaxValue)
    {
        var taken = 0;
        while (taken < max)
        {
            var connection = new NpgsqlConnection(settings);
            try
            {
                await connection.OpenAsync();
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await connection.DisposeAsync();
                return taken;
            }

            _connections.Add(connection);
            taken++;
        }

        return taken;
    }

    private async Task<string> PasswordAsync()
    {
        var password = TestServer.NewPassword();
        await server.ExecuteAsync("DROP ROLE IF EXISTS crowd");
        await server.ExecuteAsync($"CREATE ROLE crowd LOGIN PASSWORD '{password}'");
        return password;
    }
}
