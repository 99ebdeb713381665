using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace HealthFunction.Testing;

/// <summary>A minimal client of Redis' protocol; a client library would add its own commands to those that are counted.</summary>
internal sealed class RedisConnection : IDisposable
{
    private readonly TcpClient _client = new();
    private StreamReader _reader = StreamReader.Null;

    public static async Task<RedisConnection> OpenAsync(int port, string? password, CancellationToken cancellationToken)
    {
        var connection = new RedisConnection();
        try
        {
            await connection._client.ConnectAsync("127.0.0.1", port, cancellationToken);
            connection._reader = new StreamReader(connection._client.GetStream(), Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
            if (password is not null)
            {
                // With the user's name, so that it also works on a server without a password.
                await connection.SendAsync(cancellationToken, "AUTH", "default", password);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The answer as text, with one line for each element of an array.</summary>
    /// <exception cref="InvalidOperationException">The server answered with an error.</exception>
    public async Task<string> SendAsync(CancellationToken cancellationToken, params string[] command)
    {
        var request = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{command.Length}\r\n");
        foreach (var part in command)
        {
            request.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n");
        }

        await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request.ToString()), cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _client.Dispose();
    }

    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var line = await _reader.ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException("Redis closed the connection.");
        var rest = line[1..];
        return line[0] switch
        {
            '+' or ':' => rest,
            '-' => throw new InvalidOperationException(rest),
            '$' => await ReadBulkAsync(int.Parse(rest, CultureInfo.InvariantCulture), cancellationToken),
            '*' => await ReadArrayAsync(int.Parse(rest, CultureInfo.InvariantCulture), cancellationToken),
            _ => throw new InvalidDataException($"Not an answer of Redis: {line}"),
        };
    }

    private async Task<string> ReadBulkAsync(int length, CancellationToken cancellationToken)
    {
        if (length < 0)
        {
            return "";
        }

        var value = new char[length + 2];
        await _reader.ReadBlockAsync(value, cancellationToken);
        return new string(value, 0, length);
    }

    private async Task<string> ReadArrayAsync(int length, CancellationToken cancellationToken)
    {
        var values = new List<string>();
        for (var i = 0; i < length; i++)
        {
            values.Add(await ReadAsync(cancellationToken));
        }

        return string.Join('\n', values);
    }
}
