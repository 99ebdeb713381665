using System.Net;
using System.Net.Sockets;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>Malicious or broken clients, beside a normal one.</summary>
public sealed class HostileClientTests(BreakableServers servers) : IClassFixture<BreakableServers>, IAsyncLifetime
{
    private const int Many = 200;

    private static readonly Random Noise = new(4);

    private readonly List<Socket> _sockets = [];
    private AppProcess _app = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    // Longer than a busy machine needs.
    public async ValueTask InitializeAsync() => _app = await AppProcess.StartAsync(servers.Settings(TimeSpan.FromSeconds(20)));

    public async ValueTask DisposeAsync()
    {
        _sockets.ForEach(s => s.Dispose());
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Clients_that_send_their_headers_byte_by_byte_do_no_harm_and_are_cut_off()
    {
        await WhileAnotherIsAnsweredAsync(async () =>
        {
            var slow = await ConnectAsync(Many);
            foreach (var piece in "GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
            {
                await SendAsync(slow, [(byte)piece]);
            }

            await CutOffAsync(slow);
        });
    }

    [Fact]
    public async Task Clients_that_send_their_bodies_byte_by_byte_do_no_harm_and_are_cut_off()
    {
        await WhileAnotherIsAnsweredAsync(async () =>
        {
            var slow = await ConnectAsync(Many);
            await SendAsync(slow, "POST /api/health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nx"u8.ToArray());
            await CutOffAsync(slow);
        });
    }

    [Fact]
    public async Task Clients_that_disconnect_while_they_wait_do_no_harm()
    {
        servers.Proxy(BreakableServers.Cache).Fault = Fault.Delay(TimeSpan.FromMilliseconds(100));
        await WhileAnotherIsAnsweredAsync(async () =>
        {
            for (var round = 0; round < 3; round++)
            {
                var asking = await ConnectAsync(Many);
                await SendAsync(asking, "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
                foreach (var (i, socket) in asking.Index())
                {
                    // Half of them with RST, half with FIN.
                    socket.LingerState = new LingerOption(i % 2 == 0, 0);
                    socket.Dispose();
                }
            }
        });
        servers.Proxy(BreakableServers.Cache).Fault = Fault.None;
    }

    [Fact]
    public async Task Clients_that_disconnect_in_the_middle_of_a_request_do_no_harm()
    {
        await WhileAnotherIsAnsweredAsync(async () =>
        {
            foreach (var part in new[] { "G", "GET /api/health HTTP/1.1\r\n", "POST /api/health HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc" })
            {
                var asking = await ConnectAsync(Many);
                await SendAsync(asking, System.Text.Encoding.ASCII.GetBytes(part));
                asking.ForEach(s => s.Dispose());
            }
        });
    }

    [Fact]
    public async Task Pipelined_requests_whose_answers_are_not_read_do_no_harm()
    {
        var requests = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /api/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n", 1000)));
        await WhileAnotherIsAnsweredAsync(async () => await SendAsync(await ConnectAsync(20), requests));
    }

    [Fact]
    public async Task Pipelined_garbage_is_rejected_and_does_no_harm()
    {
        var garbage = new byte[32 * 1024];
        Noise.NextBytes(garbage);
        await WhileAnotherIsAnsweredAsync(async () =>
        {
            var sending = await ConnectAsync(Many);
            await SendAsync(sending, [.. "GET /api/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8, .. garbage]);
            await CutOffAsync(sending);
        });
    }

    /// <summary>
    /// Keeps sending requests, on kept and on new connections, until the others are done, and then closes all of its connections.
    /// </summary>
    private async Task WhileAnotherIsAnsweredAsync(Func<Task> others)
    {
        await Until.TrueAsync(async () => await StatusAsync() == HttpStatusCode.OK, "everything is up");
        var done = others();
        var answered = 0;
        do
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync());
            using var newcomer = new Asking(_app.Address);
            Assert.Equal(HttpStatusCode.OK, (await newcomer.AskAsync()).Answer.Code);
            answered++;
        }
        while (!done.IsCompleted || answered < 20);

        await done;
        _sockets.ForEach(s => s.Dispose());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync());
        await Until.TrueAsync(() => ProcessFigures.Of(_app.ProcessId).Sockets < 20, "the app has closed its side of their connections");
        Assert.DoesNotContain("Unhandled exception", _app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fail: ", _app.Output, StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> StatusAsync()
    {
        using var response = await _app.Client.GetAsync("api/health", Cancelled);
        return response.StatusCode;
    }

    private async Task<List<Socket>> ConnectAsync(int count)
    {
        var sockets = new List<Socket>();
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _sockets.Add(socket);
            sockets.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, _app.Address.Port, Cancelled);
        }

        return sockets;
    }

    /// <summary>Sends as much as the other side accepts.</summary>
    private static async Task SendAsync(List<Socket> sockets, byte[] bytes)
    {
        foreach (var socket in sockets)
        {
            socket.Blocking = false;
            var sent = 0;
            try
            {
                while (sent < bytes.Length)
                {
                    sent += socket.Send(bytes.AsSpan(sent));
                }
            }
            catch (SocketException)
            {
                // Its buffers are full, or it has closed the connection.
            }

            socket.Blocking = true;
        }

        await Task.Yield();
    }

    /// <summary>Returns when the app has closed all of them.</summary>
    private static Task CutOffAsync(List<Socket> sockets) => Task.WhenAll(sockets.Select(async socket =>
    {
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, Cancelled) > 0)
            {
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The same as closed.
        }
    }));
}
