namespace HealthFunction.Http;

/// <summary>
/// Limits what strangers can write into the log: the first event is logged at once, and after that at most one per interval, with the
/// number of those in between.
/// </summary>
internal sealed class LogPace(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long _skipped;
    private long? _logged;

    /// <param name="skipped">How many events were not logged since the last logged one.</param>
    /// <returns>Whether to log this one.</returns>
    public bool TryTake(out long skipped)
    {
        lock (_lock)
        {
            skipped = _skipped;
            if (_logged is { } logged && time.GetElapsedTime(logged) < Interval)
            {
                _skipped++;
                return false;
            }

            _logged = time.GetTimestamp();
            _skipped = 0;
            return true;
        }
    }
}
