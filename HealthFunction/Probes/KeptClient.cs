namespace HealthFunction.Probes;

/// <summary>
/// One client, kept from attempt to attempt. A kept client may have gone stale between two attempts (a restarted server, a
/// connection dropped in silence), so its failure says nothing yet: the same work is done once more on a fresh client inside the
/// same deadline, and only that one's failure counts. A client that failed is never used again.
/// </summary>
/// <remarks>Attempts do not overlap; disposal may come at any time.</remarks>
internal sealed class KeptClient<TClient>(
    Func<CancellationToken, Task<TClient>> open, Action<TClient> discard, TimeSpan timeout, TimeProvider time) : IDisposable
    where TClient : class
{
    /// <summary>
    /// A connection that is in proves nothing of those that have yet to get in: credentials are revoked, connections run out, names
    /// move while old servers go on answering. So a client is replaced now and then. It also never outlives the token that it was
    /// opened with, which is good for minutes when it is handed out.
    /// </summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private Held? _kept;
    private volatile bool _disposed;

    public async Task UseAsync(Func<TClient, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Exchange(ref _kept, null) is { } kept)
        {
            if (time.GetElapsedTime(kept.OpenedAt) > Lifetime)
            {
                discard(kept.Client);
            }
            else if (await TryKeptAsync(kept, work, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        var openedAt = time.GetTimestamp();
        var fresh = new Held(await open(cancellationToken).ConfigureAwait(false), openedAt);
        await RunAsync(fresh, work, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _disposed = true;
        if (Interlocked.Exchange(ref _kept, null) is { } kept)
        {
            discard(kept.Client);
        }
    }

    /// <summary>A kept client that stays silent gets half of the deadline, so that the other half is left for a fresh one.</summary>
    private async Task<bool> TryKeptAsync(Held kept, Func<TClient, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(timeout / 2, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            await RunAsync(kept, work, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested && !_disposed)
        {
            return false;
        }
    }

    private async Task RunAsync(Held held, Func<TClient, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(held.Client, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            discard(held.Client);
            throw;
        }

        Interlocked.Exchange(ref _kept, held);
        if (_disposed && Interlocked.Exchange(ref _kept, null) is { } late)
        {
            discard(late.Client);
        }
    }

    private sealed record Held(TClient Client, long OpenedAt);
}
