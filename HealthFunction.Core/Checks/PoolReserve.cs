namespace HealthFunction.Checks;

/// <summary>
/// Reserves thread pool threads in addition to those that answers need. Up to its minimum the pool starts threads at once, above it only
/// one or two per second.
/// </summary>
internal static class PoolReserve
{
    private static readonly Lock Lock = new();
    private static readonly Dictionary<string, int> Threads = [];

    /// <summary>Raises the pool's minimum by this number. If several apps run in one process, the largest number is used.</summary>
    /// <param name="purpose">What the threads are for; threads for different purposes add up.</param>
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
