namespace HealthFunction.Checks;

/// <summary>
/// The thread of one check whose code may block. It runs one attempt at a time, like the check itself, so a check that blocks uses up
/// this thread and none that an answer needs. It ends after some idle time, and the next attempt starts a new one.
/// </summary>
internal sealed class CheckThread(string name)
{
    private static readonly TimeSpan MaxIdleTime = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private IThreadPoolWorkItem? _next;
    private bool _isRunning;

    /// <summary>Runs the item after the previous one has returned.</summary>
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
            // UnsafeStart: the thread must not keep the caller's context.
            new Thread(RunAll) { IsBackground = true, Name = $"Health check {name}" }.UnsafeStart();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // The system cannot start another thread.
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
