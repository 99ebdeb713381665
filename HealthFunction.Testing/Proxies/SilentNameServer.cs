using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace HealthFunction.Testing;

/// <summary>
/// A name server that receives every query and answers none, until <see cref="Speak"/> is called: then every name is 127.0.0.1. Name
/// servers use port 53, which needs root.
/// </summary>
public sealed class SilentNameServer : IDisposable
{
    private const int NamePort = 53;
    private const int HeaderLength = 12;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private volatile bool _answers;
    private int _questions;

    private SilentNameServer(string address)
    {
        Address = address;
        _socket.Bind(new IPEndPoint(IPAddress.Parse(address), NamePort));
        _ = Task.Factory.StartNew(Listen, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public string Address { get; }

    public int Questions => Volatile.Read(ref _questions);

    /// <returns>Null where this process may not listen on port 53.</returns>
    public static SilentNameServer? TryStart(string address)
    {
        try
        {
            return new SilentNameServer(address);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>From here on; earlier queries stay unanswered.</summary>
    public void Speak() => _answers = true;

    public void Dispose() => _socket.Dispose();

    private void Listen()
    {
        var buffer = new byte[512];
        EndPoint asker = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (true)
            {
                var length = _socket.ReceiveFrom(buffer, ref asker);
                Interlocked.Increment(ref _questions);
                if (_answers)
                {
                    _socket.SendTo(Answer(buffer.AsSpan(0, length)), asker);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    /// <summary>RFC 1035, section 4: the question, and for type A one answer that points to it.</summary>
    private static byte[] Answer(ReadOnlySpan<byte> question)
    {
        var end = HeaderLength;
        while (question[end] != 0)
        {
            end += question[end] + 1;
        }

        end += 5;
        var isAddress = BinaryPrimitives.ReadUInt16BigEndian(question[(end - 4)..]) == 1;
        byte[] address = isAddress ? [0xC0, HeaderLength, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1] : [];
        byte[] answer = [.. question[..end], .. address];
        answer[2] = 0x81;
        answer[3] = 0x80;
        answer[7] = isAddress ? (byte)1 : (byte)0;
        answer.AsSpan(8, 4).Clear();
        return answer;
    }
}
