using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HealthFunction.Testing;

/// <summary>
/// A free port that stays reserved for this process while its server is down. It lies below the range of ports for outgoing connections:
/// in that range, a client that connects to a closed port can get that very port as its own and connect to itself. A lock file reserves
/// it against other test processes.
/// </summary>
public sealed class PortLease : IDisposable
{
    private const int First = 12000;
    private const int Last = 32000;

    private readonly FileStream _lock;

    private PortLease(int port, FileStream portLock)
    {
        Port = port;
        _lock = portLock;
    }

    public int Port { get; }

    public static PortLease Take()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (TryLock(port) is not { } portLock)
            {
                continue;
            }

            if (IsFree(port))
            {
                return new PortLease(port, portLock);
            }

            portLock.Dispose();
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream? TryLock(int port)
    {
        var folder = Path.Combine(Path.GetTempPath(), "healthfunction-ports-" + Environment.UserName);
        Directory.CreateDirectory(folder);
        try
        {
            return new FileStream(
                Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
