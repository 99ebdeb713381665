using System.Net;
using System.Net.Sockets;

namespace HealthFunction.Testing;

/// <summary>One client's connection through a <see cref="FaultProxy"/>, and its counterpart to the server once there is one.</summary>
internal sealed class ProxiedConnection(Socket client, int target, FaultProxy proxy) : IDisposable
{
    private static readonly byte[] Nonsense = [.. Enumerable.Range(0, 256).Select(i => (byte)(255 - i)), .. "\r\n\r\n"u8];

    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Lock _gate = new();
    private int _budget = int.MaxValue;
    private bool _robbed;
    private bool _closed;
    private bool _halfClosed;

    /// <summary>Called whenever the proxy's fault changes, and once at the beginning.</summary>
    public void Apply(Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Refuse or FaultKind.ResetOnAccept:
            case FaultKind.None or FaultKind.Delay or FaultKind.ResetMidAnswer when _robbed:
                Reset();
                break;
            case FaultKind.HalfClose:
                HalfClose();
                break;
        }

        Volatile.Write(ref _budget, fault.Kind == FaultKind.ResetMidAnswer ? fault.Bytes : int.MaxValue);
    }

    public async Task RunAsync()
    {
        if (!LetsThrough)
        {
            _robbed = true;
            await OrResetAsync(PumpRequestsAsync);
        }
        else
        {
            await OrResetAsync(ConnectAsync);
            await Task.WhenAll(OrResetAsync(PumpRequestsAsync), OrResetAsync(PumpAnswersAsync));
        }

        Close();
    }

    public void Dispose() => Reset();

    /// <summary>Ends the connection with RST instead of FIN.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            if (!_closed)
            {
                client.LingerState = new LingerOption(true, 0);
                _server.LingerState = new LingerOption(true, 0);
            }
        }

        Close();
    }

    private bool LetsThrough => proxy.Fault.Kind is FaultKind.None or FaultKind.Delay or FaultKind.ResetMidAnswer;

    /// <summary>A failure on either side ends both, as it would without a proxy in between.</summary>
    private async Task OrResetAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            Reset();
        }
    }

    private async Task ConnectAsync()
    {
        if (proxy.Source is { } source)
        {
            _server.Bind(new IPEndPoint(source, 0));
        }

        await _server.ConnectAsync(IPAddress.Loopback, target);
    }

    private async Task PumpRequestsAsync()
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await client.ReceiveAsync(buffer)) > 0)
        {
            if (LetsThrough && !_robbed)
            {
                await SendAsync(_server, buffer.AsMemory(0, read));
                continue;
            }

            _robbed = true;
            if (proxy.Fault.Kind == FaultKind.Garbage)
            {
                await SendAsync(client, Nonsense);
            }
        }

        if (_server.Connected)
        {
            _server.Shutdown(SocketShutdown.Send);
        }
    }

    private async Task PumpAnswersAsync()
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await _server.ReceiveAsync(buffer)) > 0)
        {
            var fault = proxy.Fault;
            if (fault.Kind == FaultKind.Delay)
            {
                await Task.Delay(fault.Time, TimeProvider.System);
            }

            if (!LetsThrough || _robbed)
            {
                _robbed = true;
                continue;
            }

            var budget = Volatile.Read(ref _budget);
            if (budget < int.MaxValue)
            {
                var allowed = Math.Min(budget, read);
                await SendAsync(client, buffer.AsMemory(0, allowed));
                if (allowed == budget)
                {
                    Reset();
                    return;
                }

                Volatile.Write(ref _budget, budget - allowed);
                continue;
            }

            await SendAsync(client, buffer.AsMemory(0, read));
        }

        HalfClose();
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }

    private void HalfClose()
    {
        lock (_gate)
        {
            if (_halfClosed || _closed)
            {
                return;
            }

            _halfClosed = true;
            _robbed |= proxy.Fault.Kind == FaultKind.HalfClose;
            try
            {
                client.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                // The client had already disconnected.
            }
        }
    }

    private void Close()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        client.Dispose();
        _server.Dispose();
        proxy.Closed(this);
    }
}
