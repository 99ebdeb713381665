using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace HealthFunction.Tests.Reliability;

/// <summary>Bytes to an app and everything that it sends back until it closes, on a connection of their own.</summary>
internal static partial class RawExchange
{
    /// <summary>
    /// The status codes of the answers. This side is closed for writing after the bytes, so that an app that waits for the rest of a
    /// request learns that there is none.
    /// </summary>
    public static async Task<IReadOnlyList<int>> StatusesAsync(Uri address, ReadOnlyMemory<byte> bytes) =>
        [.. StatusLine().Matches(await SendAsync(address, bytes)).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];

    public static async Task<string> SendAsync(Uri address, ReadOnlyMemory<byte> bytes)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port, patience.Token);
        var answers = ReadToEndAsync(socket, patience.Token);
        try
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[await socket.SendAsync(bytes, patience.Token)..];
            }

            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The app has answered and closed before it had read everything.
        }

        return await answers;
    }

    private static async Task<string> ReadToEndAsync(Socket socket, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await socket.ReceiveAsync(buffer, cancellationToken)) > 0)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // Reset, because the app did not read what came after the fault.
        }

        return text.ToString();
    }

    /// <summary>No body of the app holds a status line.</summary>
    [GeneratedRegex(@"HTTP/1\.1 (\d{3}) ")]
    private static partial Regex StatusLine();
}
