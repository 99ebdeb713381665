namespace HealthFunction.Checks;

/// <summary>
/// Lets any number of callers share runs without ever returning a result that is older than the call: the group commit of databases. A
/// call that arrives during a run waits for the next run, together with all other waiting calls. So at most one run is alive, and none
/// starts before the calls that it answers.
/// </summary>
/// <remarks>A run belongs to no caller: nothing of the caller's context or cancellation reaches it.</remarks>
internal sealed class FreshCoalescer<T>(Func<Task<T>> run) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<T>? _waiting;
    private bool _pumping;

    /// <summary>The result of the first run that starts after this call.</summary>
    public Task<T> JoinAsync() => JoinAsync(out _);

    /// <inheritdoc cref="JoinAsync()"/>
    /// <param name="joined">Whether another call had already caused that run.</param>
    public Task<T> JoinAsync(out bool joined)
    {
        TaskCompletionSource<T> batch;
        lock (_lock)
        {
            joined = _waiting is not null;
            batch = _waiting ??= new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_pumping)
            {
                return batch.Task;
            }

            _pumping = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return batch.Task;
    }

    void IThreadPoolWorkItem.Execute() => _ = PumpAsync();

    private async Task PumpAsync()
    {
        while (TakeBatch() is { } batch)
        {
            try
            {
                batch.SetResult(await run().ConfigureAwait(false));
            }
#pragma warning disable CA1031 // Whatever it is, it goes to those who wait; the pump has to live on for the others.
            catch (Exception e)
#pragma warning restore CA1031
            {
                batch.SetException(e);
            }

            // Let the callers that have just been answered leave first: they may send their next call in time to share the run.
            await Task.Yield();
        }
    }

    private TaskCompletionSource<T>? TakeBatch()
    {
        lock (_lock)
        {
            var batch = _waiting;
            _waiting = null;
            _pumping = batch is not null;
            return batch;
        }
    }
}
