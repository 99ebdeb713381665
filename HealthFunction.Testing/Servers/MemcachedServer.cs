using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace HealthFunction.Testing;

/// <summary>A memcached server, which has no passwords.</summary>
public sealed class MemcachedServer : TestServer
{
    protected override ProcessStartInfo Command() => PostgresPrograms.StartAsServer(
        Shell.Find("memcached") ?? "/usr/bin/memcached",
        "-l", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "0", "-m", "16", "-t", "1");

    protected override async Task AskAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port, cancellationToken);
        await client.GetStream().WriteAsync("version\r\n"u8.ToArray(), cancellationToken);
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadLineAsync(cancellationToken);
        if (answer?.StartsWith("VERSION ", StringComparison.Ordinal) != true)
        {
            throw new InvalidOperationException($"It answered \"{answer}\".");
        }
    }
}
