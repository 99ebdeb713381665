using System.Net;
using System.Net.Sockets;

namespace Recipes;

internal static class MemcachedRecipe
{
    public static void Add(IHealthChecksBuilder health, string connection)
    {
        health.AddCall("memcached.sessions", async stop =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPEndPoint.Parse(connection), stop);
            await client.GetStream().WriteAsync("version\r\n"u8.ToArray(), stop);
            using var answer = new StreamReader(client.GetStream());
            var line = await answer.ReadLineAsync(stop) ?? throw new EndOfStreamException();
            if (!line.StartsWith("VERSION ", StringComparison.Ordinal))
            {
                throw new InvalidDataException();
            }
        });
    }
}
