using System.Net;
using System.Net.Sockets;
using HealthFunction.Net;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Net;

public sealed class TcpConnectorTests : IDisposable
{
    private const string Silent = "127.0.0.2";

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SilentListener _silent;

    public TcpConnectorTests()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _silent = SilentListener.At(Silent, Port);
    }

    private int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose()
    {
        _silent.Dispose();
        _listener.Dispose();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(1000)]
    public async Task A_silent_address_leaves_time_for_the_next_within_the_deadline(int timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        await using var stream = await ConnectAsync(timeout, [Silent, "127.0.0.1"], deadline.Token);
        using var accepted = await _listener.AcceptAsync(TestContext.Current.CancellationToken);
        Assert.True(accepted.Connected);
    }

    [Fact]
    public async Task A_silent_address_alone_lasts_until_the_deadline()
    {
        using var deadline = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ConnectAsync(100, [Silent], deadline.Token));
    }

    [Fact]
    public void An_IPv4_address_need_not_wait_for_all_of_IPv6()
    {
        IPAddress[] addresses = [.. new[] { "fe80::1", "fe80::2", "fe80::3", "10.0.0.1", "10.0.0.2" }.Select(IPAddress.Parse)];
        Assert.Equal(["fe80::1", "10.0.0.1", "fe80::2", "10.0.0.2", "fe80::3"], AddressOrder.Alternate(addresses).Select(a => a.ToString()));
    }

    private Task<Stream> ConnectAsync(int timeout, string[] addresses, CancellationToken cancellationToken)
    {
        var names = new NameResolver(_ => [.. addresses.Select(IPAddress.Parse)], TimeProvider.System);
        var connector = new TcpConnector(TimeSpan.FromMilliseconds(timeout), TimeProvider.System, names);
        return connector.ConnectAsync(new DnsEndPoint("two.test", Port), cancellationToken).AsTask();
    }
}
