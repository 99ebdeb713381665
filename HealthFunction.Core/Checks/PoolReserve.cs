namespace HealthFunction.Checks;

/// <summary>
/// Thread pool threads beside those that answers need: the pool starts threads at once up to its minimum, and above it one or two a
/// second.
/// </summary>
internal static class PoolReserve
{
    private static readonly Lock Lock = new();
    private static readonly Dictionary<string, int> Threads = [];

    /// <summary>Raises the pool's minimum by this number. Of several apps in one process, the largest number counts.</summary>
    /// <param name="purpose">What the threads are for; those for other purposes are beside them.</param>
    /// <param name="threads">How many.</param>
    public static void Ensure(string purpose, int threads)
    {
        lock (Lock)
        {
            var known = Threads.GetValueOrDefault(purpose);
            if (threads <= known)
            {
                return;
            }

            ThreadPool.GetMinThreads(out var workers, out var ports);
            ThreadPool.SetMinThreads(workers + threads - known, ports);
            Threads[purpose] = threads;
        }
    }
}
