namespace HealthFunction.Checks;

/// <summary>
/// Timers whose callbacks run on one thread of their own. The system's timers use the thread pool, so they are late exactly when all its
/// threads are busy. Callbacks have to be short and must not block or throw.
/// </summary>
internal sealed class ThreadTimers : TimeProvider
{
    private static readonly ThreadTimers Shared = new();

    private readonly object _lock = new();
    private readonly List<OneShot> _set = [];
    private bool _isRunning;
    private long _wakesAt;

    private ThreadTimers()
    {
    }

    /// <summary>
    /// The source of timers for this clock: for the system's clock this class, for any other clock (such as that of a test) the clock
    /// itself.
    /// </summary>
    public static TimeProvider For(TimeProvider time) => ReferenceEquals(time, System) ? Shared : time;

    /// <param name="callback">Called at the due time.</param>
    /// <param name="state">Passed to the callback.</param>
    /// <param name="dueTime">From now on.</param>
    /// <param name="period">Must be infinite: a timer fires once each time it is set.</param>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new OneShot(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Set(OneShot timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _set.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.Due = GetTimestamp() + (long)(dueTime.TotalSeconds * TimestampFrequency);
            _set.Add(timer);
            if (_isRunning)
            {
                // Most timers are disposed long before they are due; each wake-up would take a processor from the answers.
                if (timer.Due < _wakesAt)
                {
                    Monitor.Pulse(_lock);
                }

                return;
            }

            _isRunning = true;
        }

        new Thread(Run) { IsBackground = true, Name = "Health check deadlines" }.UnsafeStart();
    }

    private void Run()
    {
        while (true)
        {
            Take().Call();
        }
    }

    /// <summary>Waits for the first timer that is due.</summary>
    private OneShot Take()
    {
        lock (_lock)
        {
            while (true)
            {
                var first = _set.MinBy(t => t.Due);
                var wait = first is null ? Timeout.InfiniteTimeSpan : GetElapsedTime(GetTimestamp(), first.Due);
                if (first is not null && wait <= TimeSpan.Zero)
                {
                    _set.Remove(first);
                    return first;
                }

                _wakesAt = first?.Due ?? long.MaxValue;

                // Monitor counts in whole milliseconds and would spin through the last one.
                Monitor.Wait(_lock, first is null ? wait : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)));
            }
        }
    }

    private sealed class OneShot(ThreadTimers owner, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; set; }

        public void Call() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            owner.Set(this, dueTime);
            return true;
        }

        public void Dispose() => owner.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
