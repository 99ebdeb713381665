namespace HealthFunction.History.Storage;

/// <summary>
/// How a row is changed that others change too: read it, change it, submit it under its ETag, and when another was faster, pause and
/// begin anew. Used by everything that writes under an ETag.
/// </summary>
internal sealed class ChangeLoop(TimeProvider time)
{
    /// <summary>Two or three recorders of a source are usual; with so many attempts twenty of them get their turn.</summary>
    private const int MaxAttempts = 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(250);

    /// <param name="attempt">Reads, changes and submits. True: it is done. False: a race was lost and nothing was changed.</param>
    /// <param name="cancellationToken">Ends the loop between two attempts.</param>
    /// <exception cref="HistoryUnavailableException">Every attempt lost its race.</exception>
    public async Task RunAsync(Func<CancellationToken, Task<bool>> attempt, CancellationToken cancellationToken)
    {
        for (var attempts = 1; !await attempt(cancellationToken).ConfigureAwait(false); attempts++)
        {
            if (attempts == MaxAttempts)
            {
                throw new HistoryUnavailableException($"Another recorder was faster {MaxAttempts} times in a row.");
            }

            // A race that was lost once was mostly lost to a recorder that is done: what was kept in memory is old.
            if (attempts > 1)
            {
                var pause = FirstPause * Math.Pow(2, attempts - 2);
                await Task.Delay((pause < MaxPause ? pause : MaxPause) * Random.Shared.NextDouble(), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
