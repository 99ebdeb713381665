using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HealthFunction.Load;

/// <summary>
/// One kept connection that sends a request, waits for the answer, and repeats. It uses sockets instead of HttpClient: both ends share
/// the machine's processors, so an expensive client would slow down the server that is measured.
/// </summary>
internal sealed class Connection(IPEndPoint server, string path) : IDisposable
{
    private static readonly byte[] EndOfHeaders = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] ContentLength = "Content-Length: "u8.ToArray();

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server}\r\n\r\n");
    private readonly byte[] _buffer = new byte[16 * 1024];

    public async Task ConnectAsync(CancellationToken cancellationToken) => await _socket.ConnectAsync(server, cancellationToken);

    /// <returns>The status code.</returns>
    public async ValueTask<int> AskAsync(CancellationToken cancellationToken)
    {
        await _socket.SendAsync(_request, cancellationToken);
        var filled = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(filled), cancellationToken);
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            filled += read;
            var headers = _buffer.AsSpan(0, filled).IndexOf(EndOfHeaders);
            if (headers >= 0 && filled >= headers + EndOfHeaders.Length + BodyLength(_buffer.AsSpan(0, headers + 2)))
            {
                return Utf8Parser.TryParse(_buffer.AsSpan(9, 3), out int status, out _) ? status : 0;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int BodyLength(ReadOnlySpan<byte> headers)
    {
        var at = headers.IndexOf(ContentLength);
        return at >= 0 && Utf8Parser.TryParse(headers[(at + ContentLength.Length)..], out int length, out _) ? length : 0;
    }
}
