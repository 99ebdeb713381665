namespace HealthFunction.Checks;

/// <summary>
/// The thread of one check whose code may block. It runs one attempt at a time, as the check does, so a check that blocks uses up
/// this thread and none that an answer needs. It ends when it is idle, and comes back with the next attempt.
/// </summary>
internal sealed class CheckThread(string name)
{
    private static readonly TimeSpan MaxIdleTime = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private IThreadPoolWorkItem? _next;
    private bool _isRunning;

    /// <summary>Runs it once the one before has returned.</summary>
    public void Run(IThreadPoolWorkItem item)
    {
        lock (_lock)
        {
            _next = item;
            if (_isRunning)
            {
                Monitor.Pulse(_lock);
                return;
            }

            _isRunning = true;
        }

        try
        {
            // UnsafeStart: nothing of the caller's context lives on in the thread.
            new Thread(RunAll) { IsBackground = true, Name = $"Health check {name}" }.UnsafeStart();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // The system has no thread left.
            lock (_lock)
            {
                _isRunning = false;
                _next = null;
            }

            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
        }
    }

    private void RunAll()
    {
        while (Take() is { } item)
        {
            item.Execute();
        }
    }

    private IThreadPoolWorkItem? Take()
    {
        lock (_lock)
        {
            if (_next is null)
            {
                Monitor.Wait(_lock, MaxIdleTime);
            }

            var item = _next;
            _next = null;
            _isRunning = item is not null;
            return item;
        }
    }
}
