using Azure;
using Azure.Data.Tables;
using HealthFunction.Testing;
using Npgsql;

namespace HealthFunction.Tests.Servers;

public class ServerTests
{
    [Fact]
    public async Task PostgreSQL_comes_back_on_its_port_with_its_data_after_a_kill_a_freeze_and_a_restart()
    {
        await using var server = new PostgresServer();
        await server.StartAsync();
        var port = server.Port;
        var settings = await server.CreateDatabaseAsync("app");
        await using var source = NpgsqlDataSource.Create(settings + ";Application Name=held");
        await using (var held = await source.OpenConnectionAsync())
        {
            Assert.Equal(1, await server.ConnectionsAsync("held"));
            await server.KillAsync();
            await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await new NpgsqlCommand("SELECT 1", held).ExecuteScalarAsync());
        }

        await server.StartAsync();
        server.Freeze();
        await using (var unanswered = new NpgsqlConnection(settings + ";Pooling=false;Timeout=1"))
        {
            var failure = await Assert.ThrowsAsync<NpgsqlException>(() => unanswered.OpenAsync());
            Assert.IsType<TimeoutException>(failure.InnerException);
        }

        server.Resume();
        await server.RestartAsync();
        Assert.Equal(port, server.Port);
        await using var command = source.CreateCommand("SELECT current_user");
        Assert.Equal("app", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task PostgreSQL_counts_statements_of_a_database_at_once()
    {
        await using var server = new PostgresServer();
        await server.StartAsync();
        await using var source = NpgsqlDataSource.Create(await server.CreateDatabaseAsync("app") + ";No Reset On Close=true");
        await server.ResetStatementsAsync();
        for (var i = 0; i < 5; i++)
        {
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync();
        }

        // Npgsql queries the types of a new database once.
        var first = await server.StatementsAsync("app");
        await using (var command = source.CreateCommand("SELECT 1"))
        {
            await command.ExecuteScalarAsync();
        }

        Assert.Equal(first + 1, await server.StatementsAsync("app"));
    }

    [Fact]
    public async Task PostgreSQL_refuses_a_wrong_password()
    {
        await using var server = new PostgresServer();
        await server.StartAsync();
        await using var connection = new NpgsqlConnection(server.ConnectionString(password: "wrong"));
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Equal("28P01", refusal.SqlState);
    }

    [Fact]
    public async Task Redis_counts_commands_and_connections_and_has_replicas()
    {
        await using var primary = new RedisServer();
        await primary.StartAsync();
        await using var replica = new RedisServer { ReplicaOf = primary };
        await replica.StartAsync();
        await primary.ResetCommandCountsAsync();
        await primary.SendAsync("SET", "a", "1");
        Assert.Equal(1, (await primary.CommandCountsAsync())["set"]);
        Assert.Equal(0, await primary.ConnectionsAsync());
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => replica.SendAsync("SET", "a", "1"));
        Assert.StartsWith("READONLY", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Azurite_keeps_tables_over_a_clean_stop_and_accepts_no_other_key()
    {
        await using var server = new AzuriteServer();
        await server.StartAsync();
        await new TableClient(server.ConnectionString(), "kept").CreateAsync();
        await server.RestartAsync();
        var exists = await new TableServiceClient(server.ConnectionString()).QueryAsync(t => t.Name == "kept").AnyAsync();
        Assert.True(exists);
        var wrong = new TableServiceClient(server.ConnectionString(key: Convert.ToBase64String(new byte[64])));
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(async () => await wrong.QueryAsync(maxPerPage: 1).AnyAsync());
        Assert.Equal(403, refusal.Status);
    }
}
