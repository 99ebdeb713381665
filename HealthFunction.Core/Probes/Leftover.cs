namespace HealthFunction.Probes;

/// <summary>Waits for work of clients that accept no token.</summary>
internal static class Leftover
{
    /// <summary>
    /// Waits until the token is cancelled at most. Work that is not done by then continues unobserved, and its failure is ignored.
    /// </summary>
    public static async Task AwaitAsync(Task work, CancellationToken cancellationToken)
    {
        try
        {
            await work.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Ignore(work);
            throw;
        }
    }

    public static void Ignore(Task work) => _ = work.ContinueWith(
        static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
