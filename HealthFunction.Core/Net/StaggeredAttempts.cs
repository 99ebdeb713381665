namespace HealthFunction.Net;

/// <summary>
/// Tries several candidates, each a little after the previous one, so that a silent one delays the next by no more than that (RFC 8305,
/// "Happy Eyeballs").
/// </summary>
internal static class StaggeredAttempts
{
    /// <summary>The recommendation of RFC 8305.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>The time between two attempts: all of them start in the first half of the timeout.</summary>
    public static TimeSpan Delay(TimeSpan timeout, int count)
    {
        var share = timeout / (2 * Math.Max(1, count));
        return share < MaxDelay ? share : MaxDelay;
    }

    /// <summary>
    /// The result of the first attempt that succeeds. The others are cancelled and not waited for. When an attempt fails, the next one
    /// starts at once.
    /// </summary>
    /// <param name="candidates">At least one, the preferred ones first.</param>
    /// <param name="attempt">Its token is cancelled when its result is no longer needed.</param>
    /// <param name="discard">Gets the result of an attempt that succeeded too late.</param>
    /// <param name="timeout">The maximum time of all attempts together; the token ends them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends all attempts.</param>
    /// <exception cref="AggregateException">All of several attempts failed; their failures are in the order of the candidates.</exception>
    public static async Task<TResult> RunAsync<TCandidate, TResult>(
        IReadOnlyList<TCandidate> candidates,
        Func<TCandidate, CancellationToken, Task<TResult>> attempt,
        Action<TResult> discard,
        TimeSpan timeout,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (candidates is [var only])
        {
            return await attempt(only, cancellationToken).ConfigureAwait(false);
        }

        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Delay(timeout, candidates.Count);
        var started = new List<Task<TResult>>(candidates.Count);
        var undecided = new List<Task<TResult>>(candidates.Count);
        var winner = (Task<TResult>?)null;
        try
        {
            while ((winner = undecided.Find(t => t.IsCompletedSuccessfully)) is null)
            {
                undecided.RemoveAll(t => t.IsFaulted || t.IsCanceled);
                if (started.Count < candidates.Count)
                {
                    started.Add(attempt(candidates[started.Count], race.Token));
                    undecided.Add(started[^1]);
                }
                else if (undecided.Count == 0)
                {
                    throw new AggregateException(started.Select(t => t.Exception?.InnerException ?? new TaskCanceledException(t)));
                }

                // Returns at once when an attempt has already ended, including the one that has just started.
                await ((Task)Task.WhenAny(undecided))
                    .WaitAsync(started.Count < candidates.Count ? delay : Timeout.InfiniteTimeSpan, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }

            return await winner.ConfigureAwait(false);
        }
        finally
        {
            await race.CancelAsync().ConfigureAwait(false);
            foreach (var other in started.Where(t => t != winner))
            {
                Leave(other, discard);
            }
        }
    }

    private static void Leave<TResult>(Task<TResult> attempt, Action<TResult> discard) => _ = attempt.ContinueWith(
        static (ended, discard) =>
        {
            if (ended.IsCompletedSuccessfully)
            {
                ((Action<TResult>)discard!)(ended.Result);
            }

            _ = ended.Exception;
        },
        discard,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
