namespace HealthFunction.History.Storage;

/// <summary>
/// Changes a row that other instances change too: read it, change it, submit it with its ETag, and when another instance was
/// faster, pause and start again. Everything that writes with an ETag uses it.
/// </summary>
internal sealed class ChangeLoop(TimeProvider time)
{
    /// <summary>Two or three recorders per source are usual; with this many attempts even twenty of them succeed.</summary>
    private const int MaxAttempts = 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(250);

    /// <param name="attempt">Reads, changes and submits. True: it is done. False: another instance was faster, nothing was changed.</param>
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

            // After one lost race the other recorder has usually finished, so no pause is needed: only the data in memory was old.
            if (attempts > 1)
            {
                var pause = FirstPause * Math.Pow(2, attempts - 2);
                await Task.Delay((pause < MaxPause ? pause : MaxPause) * Random.Shared.NextDouble(), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
