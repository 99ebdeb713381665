namespace HealthFunction.Probes;

/// <summary>
/// One client that is kept between attempts. It may have become stale since the last attempt (the server restarted, or the connection was
/// dropped silently), so its failure is not evidence yet: the same work is repeated on a fresh client within the same deadline, and only
/// the failure of the fresh client counts. A client that failed is never used again.
/// </summary>
/// <remarks>Attempts do not overlap; disposal may happen at any time.</remarks>
internal sealed class KeptClient<TClient>(
    Func<CancellationToken, Task<TClient>> open, Action<TClient> discard, TimeSpan timeout, TimeProvider time) : IDisposable
    where TClient : class
{
    /// <summary>
    /// An open connection does not prove that a new one could be opened: credentials are revoked, connections run out, and a name may
    /// move while the old server still answers. So a client is replaced from time to time. It also never outlives the token that it was
    /// opened with, which is valid for some minutes when it is used.
    /// </summary>
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromSeconds(30);

    /// <summary>
    /// After a fresh client has failed, a silent kept client may use the deadline up to this share: the rest is for reporting the
    /// failure.
    /// </summary>
    private const double MaxPatienceShare = 0.9;

    private Held? _kept;
    private volatile bool _disposed;

    public async Task UseAsync(Func<TClient, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Exchange(ref _kept, null) is { } kept)
        {
            if (time.GetElapsedTime(kept.OpenedAt) > MaxLifetime)
            {
                discard(kept.Client);
            }
            else if (await TryKeptAsync(kept, work, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        await UseFreshAsync(work, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _disposed = true;
        Keep(null);
    }

    /// <returns>False when the kept client failed and a fresh one is needed.</returns>
    private async Task<bool> TryKeptAsync(Held kept, Func<TClient, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var startedAt = time.GetTimestamp();
        var old = RunAsync(kept, work, attempt.Token);
        try
        {
            await old.WaitAsync(timeout / 2, time, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException) when (!old.IsCompleted)
        {
            await RaceAsync(old, UseFreshAsync(work, attempt.Token), startedAt, attempt).ConfigureAwait(false);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested && !_disposed)
        {
            return false;
        }
    }

    /// <summary>
    /// If a kept client is silent for half of the deadline, either it is stale or its server is slow, and only the rest of the deadline
    /// can show which. The first answer counts, and the other is not waited for.
    /// </summary>
    private async Task RaceAsync(Task old, Task fresh, long startedAt, CancellationTokenSource attempt)
    {
        Leftover.Ignore(old);
        Leftover.Ignore(fresh);
        await Task.WhenAny(old, fresh).ConfigureAwait(false);
        if (fresh.IsFaulted && timeout * MaxPatienceShare - time.GetElapsedTime(startedAt) is var rest && rest > TimeSpan.Zero)
        {
            await old.WaitAsync(rest, time, attempt.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!old.IsCompletedSuccessfully)
        {
            await fresh.ConfigureAwait(false);
        }

        await attempt.CancelAsync().ConfigureAwait(false);
    }

    private async Task UseFreshAsync(Func<TClient, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var openedAt = time.GetTimestamp();
        var client = await open(cancellationToken).ConfigureAwait(false);
        await RunAsync(new(client, openedAt), work, cancellationToken).ConfigureAwait(false);
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

        if (cancellationToken.IsCancellationRequested)
        {
            // Another client has answered since.
            discard(held.Client);
            return;
        }

        Keep(held);
        if (_disposed)
        {
            Keep(null);
        }
    }

    private void Keep(Held? held)
    {
        if (Interlocked.Exchange(ref _kept, held) is { } other)
        {
            discard(other.Client);
        }
    }

    private sealed record Held(TClient Client, long OpenedAt);
}
