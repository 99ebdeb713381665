using System.Net.Sockets;
using HealthFunction.Checks;

namespace HealthFunction.Probes.Caches;

/// <summary>
/// A connection that looks at the server's first answer. The library overlooks what a server says when it turns a client away,
/// because it answers no command of its, and reports the closed connection that follows.
/// </summary>
internal sealed class CacheStream(Socket socket, Action<Exception> report) : NetworkStream(socket, ownsSocket: true)
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override int Read(Span<byte> buffer)
    {
        var count = base.Read(buffer);
        Note(buffer[..count]);
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        return _answered.Task.IsCompleted ? base.ReadAsync(buffer, cancellationToken) : ReadFirstAsync(buffer, cancellationToken);
    }

    /// <summary>Closes the connection if the server has not answered by then, so that the library continues without it.</summary>
    public async Task CloseIfSilentAsync(CancellationToken limit)
    {
        try
        {
            await _answered.Task.WaitAsync(limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            report(new CacheSilenceException());
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Note(buffer.Span[..count]);
        return count;
    }

    private void Note(ReadOnlySpan<byte> answer)
    {
        if (_answered.TrySetResult() && ReadRefusal(answer) is { } refusal)
        {
            report(new ProbeException(refusal));
        }
    }

    private static ErrorText? ReadRefusal(ReadOnlySpan<byte> answer) =>
        answer.StartsWith("-ERR max number of clients"u8) ? ErrorText.TooManyConnections
        // Protected mode: without a password the server answers only its own machine.
        : answer.StartsWith("-DENIED "u8) ? ErrorText.PermissionDenied
        : null;
}
