using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace HealthFunction.Tests.Reliability;

/// <summary>Sends bytes to an app and reads its answers, on a new connection.</summary>
internal static partial class RawExchange
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The status of the answer to one request, however malformed; null when the app closed the connection without an answer.
    /// </summary>
    public static async Task<int?> StatusAsync(Uri address, ReadOnlyMemory<byte> request)
    {
        var statuses = await StatusesAsync(address, request, Patience, answers: 1);
        return statuses is [var status, ..] ? status : null;
    }

    /// <summary>
    /// The status codes of all answers until the app closes the connection, or until this many answers have arrived or none for this
    /// long. Only then is this side closed, because that ends the requests under way.
    /// </summary>
    public static async Task<IReadOnlyList<int>> StatusesAsync(Uri address, ReadOnlyMemory<byte> bytes, TimeSpan silence, int answers = int.MaxValue)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
        var sending = SendAsync(socket, bytes);
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while (Statuses(text).Count < answers && (read = await ReceiveAsync(socket, buffer, silence)) > 0)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // Reset, because the app did not read the bytes after the fault.
        }

        socket.Dispose();
        await sending;
        return Statuses(text);
    }

    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer, TimeSpan silence)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(silence);
        try
        {
            return await socket.ReceiveAsync(buffer, patience.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[await socket.SendAsync(bytes)..];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The app has answered and closed before it had read everything.
        }
    }

    private static List<int> Statuses(StringBuilder text) =>
        [.. StatusLine().Matches(text.ToString()).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];

    /// <summary>No body of the app contains a status line.</summary>
    [GeneratedRegex(@"HTTP/1\.1 (\d{3}) ")]
    private static partial Regex StatusLine();
}
