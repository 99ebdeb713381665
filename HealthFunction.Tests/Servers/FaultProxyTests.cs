using System.Net.Sockets;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Servers;

public sealed class FaultProxyTests : IAsyncLifetime
{
    // Milliseconds: the wait for what never happens, and for what does happen, even on a busy machine.
    private const int Short = 200;
    private const int Long = 20_000;

    private readonly RedisServer _server = new();
    private FaultProxy _proxy = null!;

    public static TheoryData<Fault> Faults =>
    [
        Fault.Refuse, Fault.ResetOnAccept, Fault.ResetMidAnswer(2), Fault.Blackhole, Fault.Garbage, Fault.HalfClose,
    ];

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        _proxy = FaultProxy.To(_server.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Faults))]
    public async Task A_fault_hits_open_and_new_connections_and_ends_at_once(Fault fault)
    {
        using var open = await OpenAsync();
        Assert.Equal("PONG", await PingAsync(open));
        _proxy.Fault = fault;
        var patience = fault == Fault.Blackhole ? Short : Long;
        await FailsAsync(fault, () => PingAsync(open, patience));
        await FailsAsync(fault, async () =>
        {
            using var fresh = await OpenAsync(patience);
            await PingAsync(fresh, patience);
        });
        _proxy.Fault = Fault.None;
        using var after = await OpenAsync();
        Assert.Equal("PONG", await PingAsync(after));
    }

    [Fact]
    public async Task A_cut_resets_open_connections_and_accepts_new_ones()
    {
        using var open = await OpenAsync();
        Assert.Equal(1, _proxy.Open);
        _proxy.CutExisting();
        var cut = await Assert.ThrowsAsync<IOException>(() => PingAsync(open));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(cut.InnerException).SocketErrorCode);
        using var after = await OpenAsync();
        Assert.Equal("PONG", await PingAsync(after));
        Assert.Equal(2, _proxy.Accepted);
    }

    [Fact]
    public async Task A_delay_holds_answers_back()
    {
        using var open = await OpenAsync();
        _proxy.Fault = Fault.Delay(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PingAsync(open, Short));
        _proxy.Fault = Fault.None;
        using var after = await OpenAsync();
        Assert.Equal("PONG", await PingAsync(after));
    }

    private async Task<RedisConnection> OpenAsync(int patience = Long)
    {
        using var cancellation = new CancellationTokenSource(patience);
        return await RedisConnection.OpenAsync(_proxy.Port, _server.Password, cancellation.Token);
    }

    private static async Task<string> PingAsync(RedisConnection connection, int patience = Long)
    {
        using var cancellation = new CancellationTokenSource(patience);
        return await connection.SendAsync(cancellation.Token, "PING");
    }

    private static async Task FailsAsync(Fault fault, Func<Task> ask)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(ask);
        var socket = failure as SocketException ?? failure.InnerException as SocketException;
        if (fault == Fault.Blackhole)
        {
            Assert.IsAssignableFrom<OperationCanceledException>(failure);
        }
        else if (fault == Fault.Garbage)
        {
            Assert.IsType<InvalidDataException>(failure);
        }
        else if (fault == Fault.HalfClose)
        {
            Assert.IsType<EndOfStreamException>(failure);
        }
        else
        {
            Assert.NotNull(socket);
        }
    }
}
