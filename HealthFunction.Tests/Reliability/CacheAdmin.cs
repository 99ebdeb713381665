using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>A connection to a Redis server that stays open, for settings under which the server accepts no new one.</summary>
internal sealed class CacheAdmin(RedisServer server)
{
    private RedisConnection? _connection;

    public async Task SendAsync(params string[] command)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        _connection ??= await RedisConnection.OpenAsync(server.Port, server.Password, patience.Token);
        await _connection.SendAsync(patience.Token, command);
    }

    public void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
