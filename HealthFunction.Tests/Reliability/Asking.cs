using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HealthFunction.Tests.EndToEnd;

namespace HealthFunction.Tests.Reliability;

/// <summary>
/// One kept connection to an app, with the time from a request's first byte to its answer's last. It blocks a thread of its own, so that
/// the time is the app's and not that of this process's thread pool.
/// </summary>
internal sealed class Asking : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveTimeout = (int)Patience.TotalMilliseconds,
    };

    private readonly byte[] _buffer = new byte[64 * 1024];

    public Asking(Uri address) => _socket.Connect(IPAddress.Loopback, address.Port);

    public Task<TimedAnswer> AskAsync(string path = "/api/health") =>
        Task.Factory.StartNew(() => Ask(path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Sends requests until every check is up; after another test, the first run may need more than one request.</summary>
    public async Task UntilUpAsync()
    {
        var waiting = Stopwatch.StartNew();
        TimedAnswer last;
        do
        {
            last = await AskAsync();
            if (last.Answer.Status == "UP")
            {
                return;
            }
        }
        while (waiting.Elapsed < Patience);

        Assert.Fail($"Not up within {Patience.TotalSeconds:0} s: {last.Answer.Summary}");
    }

    public void Dispose() => _socket.Dispose();

    private TimedAnswer Ask(string path)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var start = Stopwatch.GetTimestamp();
        _socket.Send(request);
        var filled = 0;
        while (true)
        {
            var read = _socket.Receive(_buffer.AsSpan(filled));
            if (read == 0)
            {
                throw new IOException("The app closed the connection: " + Encoding.ASCII.GetString(_buffer, 0, filled));
            }

            filled += read;
            var head = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (head >= 0 && filled == head + 4 + BodyLength(head))
            {
                var elapsed = Stopwatch.GetElapsedTime(start);
                var code = int.Parse(Encoding.ASCII.GetString(_buffer, 9, 3), CultureInfo.InvariantCulture);
                return new TimedAnswer(Answer.Parse((HttpStatusCode)code, _buffer.AsMemory(head + 4, filled - head - 4)), elapsed);
            }
        }
    }

    private int BodyLength(int head)
    {
        const string Name = "\r\nContent-Length: ";
        var headers = Encoding.ASCII.GetString(_buffer, 0, head) + "\r\n";
        var at = headers.IndexOf(Name, StringComparison.OrdinalIgnoreCase) + Name.Length;
        return int.Parse(headers[at..headers.IndexOf('\r', at)], CultureInfo.InvariantCulture);
    }
}
