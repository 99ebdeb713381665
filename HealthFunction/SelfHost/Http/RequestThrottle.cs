using HealthFunction.SelfHost.Settings;

namespace HealthFunction.SelfHost.Http;

/// <summary>
/// <c>maxConcurrentRequests</c> makes requests wait, <c>maxOutstandingRequests</c> turns away those that would wait behind too many.
/// </summary>
internal sealed class RequestThrottle
{
    private readonly SemaphoreSlim? _running;
    private readonly int _maxOutstanding;
    private int _outstanding;

    private RequestThrottle(int? maxConcurrent, int? maxOutstanding)
    {
        _running = maxConcurrent is { } limit ? new SemaphoreSlim(limit) : null;
        _maxOutstanding = maxOutstanding ?? int.MaxValue;
    }

    public static RequestThrottle? From(HostSettings settings) =>
        settings is { MaxConcurrentRequests: null, MaxOutstandingRequests: null }
            ? null
            : new RequestThrottle(settings.MaxConcurrentRequests, settings.MaxOutstandingRequests);

    public bool TryQueue()
    {
        if (Interlocked.Increment(ref _outstanding) <= _maxOutstanding)
        {
            return true;
        }

        LeaveQueue();
        return false;
    }

    public void LeaveQueue() => Interlocked.Decrement(ref _outstanding);

    public Task EnterAsync(CancellationToken cancellationToken) => _running?.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    public void Exit() => _running?.Release();
}
