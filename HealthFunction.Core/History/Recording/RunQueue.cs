using HealthFunction.History.Runs;

namespace HealthFunction.History.Recording;

/// <summary>
/// Runs that wait to be written, oldest first. When the queue is full, the oldest run is lost: current runs matter more than the
/// beginning of a long loss of storage, and the missing minutes show as such.
/// </summary>
internal sealed class RunQueue(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<RecordedRun> _runs = new();
    private long _dropped;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _runs.Count;
            }
        }
    }

    /// <summary>How many runs were lost since the process began.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Appends a run; returns the run that was lost for it, if any.</summary>
    public RecordedRun? Add(RecordedRun run)
    {
        lock (_lock)
        {
            _runs.Enqueue(run);
            if (_runs.Count <= capacity)
            {
                return null;
            }

            Interlocked.Increment(ref _dropped);
            return _runs.Dequeue();
        }
    }

    /// <summary>
    /// The oldest runs that fit into one transaction: of one day, at most <paramref name="maxRuns"/>, and at most <paramref
    /// name="maxChecks"/> checks (a single run may have more).
    /// </summary>
    public IReadOnlyList<RecordedRun> Oldest(int maxRuns, int maxChecks)
    {
        lock (_lock)
        {
            List<RecordedRun> oldest = [];
            var checks = 0;
            foreach (var run in _runs)
            {
                checks += run.Checks.Count;
                if (oldest.Count > 0 && (oldest.Count == maxRuns || run.Date != oldest[0].Date || checks > maxChecks))
                {
                    break;
                }

                oldest.Add(run);
            }

            return oldest;
        }
    }

    /// <summary>Removes runs that <see cref="Oldest"/> returned, after they were written.</summary>
    public void Remove(IReadOnlyList<RecordedRun> written)
    {
        lock (_lock)
        {
            foreach (var run in written)
            {
                // The run may already be lost, if the queue overflowed in between.
                if (_runs.TryPeek(out var first) && ReferenceEquals(first, run))
                {
                    _runs.Dequeue();
                }
            }
        }
    }

    /// <summary>Removes a run that can never be written, and counts it as lost.</summary>
    public void Drop(RecordedRun run)
    {
        Remove([run]);
        Interlocked.Increment(ref _dropped);
    }
}
