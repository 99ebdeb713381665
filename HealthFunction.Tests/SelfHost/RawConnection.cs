using System.Net.Sockets;
using System.Text;

namespace HealthFunction.Tests.SelfHost;

/// <summary>HTTP written by hand, for what HttpClient would put right.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly TcpClient _client = new();

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(address.Host, address.Port, Patience.Token);
        return connection;
    }

    public async Task SendAsync(string text) =>
        await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Patience.Token);

    /// <summary>What arrives up to and with the given text, or until the other side closes.</summary>
    public async Task<string> ReadToAsync(string end)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal)
            && await _client.GetStream().ReadAsync(one, Patience.Token) == 1)
        {
            text.Append((char)one[0]);
        }

        return text.ToString();
    }

    public async Task<string> ReadToEndAsync()
    {
        using var reader = new StreamReader(_client.GetStream(), Encoding.ASCII);
        return await reader.ReadToEndAsync(Patience.Token);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
