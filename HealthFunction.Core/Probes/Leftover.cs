namespace HealthFunction.Probes;

/// <summary>Work of clients that take no token.</summary>
internal static class Leftover
{
    /// <summary>Waits until the token is cancelled at most; what is left of the work then ends unseen, and its failure is no one's.</summary>
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
