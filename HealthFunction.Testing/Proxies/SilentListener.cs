using System.Net;
using System.Net.Sockets;

namespace HealthFunction.Testing;

/// <summary>
/// A port that answers no attempt to connect: its queue is full, so the system drops all packets, as a firewall or a lost route does.
/// </summary>
public sealed class SilentListener : IDisposable
{
    private readonly Socket _listener;
    private readonly Socket _first;

    private SilentListener(IPEndPoint address)
    {
        _listener = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _first = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(address);
    }

    /// <param name="address">::1, or one of 127.0.0.0/8.</param>
    /// <param name="port">A port that another address of this machine has too, so that one name leads to both.</param>
    public static SilentListener At(string address, int port)
    {
        var silent = new SilentListener(new IPEndPoint(IPAddress.Parse(address), port));

        // A queue of length 0 still accepts one connection.
        silent._listener.Listen(0);
        silent._first.Connect(silent._listener.LocalEndPoint!);
        return silent;
    }

    public void Dispose()
    {
        _first.Dispose();
        _listener.Dispose();
    }
}
