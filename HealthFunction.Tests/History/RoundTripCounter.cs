using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HealthFunction.Tests.History;

/// <summary>Relays TCP to a server and counts all HTTP requests that go through it.</summary>
internal sealed class RoundTripCounter : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly List<string> _requests = [];

    public RoundTripCounter(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The request lines since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        lock (_requests)
        {
            string[] taken = [.. _requests];
            _requests.Clear();
            return taken;
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _ = RelayAsync(await _listener.AcceptTcpClientAsync());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(RelayRequestsAsync(client.GetStream(), server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
        }
    }

    private async Task RelayRequestsAsync(NetworkStream client, NetworkStream server)
    {
        var head = new StringBuilder();
        var buffer = new byte[65536];
        long bodyLeft = 0;
        int read;
        while ((read = await client.ReadAsync(buffer)) > 0)
        {
            for (var i = 0; i < read; i++)
            {
                if (bodyLeft > 0)
                {
                    var skipped = (int)Math.Min(bodyLeft, read - i);
                    bodyLeft -= skipped;
                    i += skipped - 1;
                    continue;
                }

                head.Append((char)buffer[i]);
                if (buffer[i] == '\n' && EndsHead(head))
                {
                    bodyLeft = Count(head.ToString());
                    head.Clear();
                }
            }

            await server.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private static bool EndsHead(StringBuilder head) =>
        head.Length >= 4 && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r';

    /// <summary>Counts the request and returns the length of its body.</summary>
    private long Count(string head)
    {
        var lines = head.Split("\r\n");
        lock (_requests)
        {
            _requests.Add(lines[0]);
        }

        if (lines.Any(line => line.StartsWith("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase)))
        {
            throw new NotSupportedException("The storage client sends bodies of a known length.");
        }

        const string ContentLength = "Content-Length:";
        return lines.FirstOrDefault(line => line.StartsWith(ContentLength, StringComparison.OrdinalIgnoreCase)) is { } length
            ? long.Parse(length.AsSpan(ContentLength.Length), CultureInfo.InvariantCulture)
            : 0;
    }
}
