using System.Net.Sockets;
using HealthFunction.Checks;

namespace HealthFunction.Probes;

/// <summary>
/// A connection that notes what a server says when it turns a client away. The library overlooks it, because it answers no
/// command of its, and reports the closed connection that follows.
/// </summary>
internal sealed class CacheStream(Socket socket, CacheTrouble trouble) : NetworkStream(socket, ownsSocket: true)
{
    private bool _hasRead;

    public override int Read(Span<byte> buffer)
    {
        var count = base.Read(buffer);
        Note(buffer[..count]);
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        return _hasRead ? base.ReadAsync(buffer, cancellationToken) : ReadFirstAsync(buffer, cancellationToken);
    }

    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Note(buffer.Span[..count]);
        return count;
    }

    private void Note(ReadOnlySpan<byte> answer)
    {
        if (!_hasRead && answer.StartsWith("-ERR max number of clients"u8))
        {
            trouble.Add(new ProbeException(ErrorText.TooManyConnections));
        }

        _hasRead = true;
    }
}
