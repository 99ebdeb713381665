using HealthFunction.Tests.Alerts;

namespace HealthFunction.Tests.Worker;

/// <summary>An HTTP dependency that answers at once, or when the test allows it: while it holds a request, a run is under way.</summary>
internal sealed class HeldEndpoint : IAsyncDisposable
{
    private readonly Receiver _receiver;
    private readonly SemaphoreSlim _asked = new(0);
    private readonly Lock _counting = new();
    private TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _now;

    private HeldEndpoint(Receiver receiver)
    {
        _receiver = receiver;
        _open.SetResult();
        receiver.Usual = async context =>
        {
            var open = Volatile.Read(ref _open).Task;
            Count(1);
            _asked.Release();
            await open;
            Count(-1);
            await Receiver.Status(200)(context);
        };
    }

    public Uri Url => _receiver.Url;

    /// <summary>Requests so far.</summary>
    public int Asked => _receiver.All.Count;

    /// <summary>The highest number of requests at the same time.</summary>
    public int MaxAtOnce { get; private set; }

    public static async Task<HeldEndpoint> StartAsync() => new(await Receiver.StartAsync());

    /// <summary>From now on requests wait.</summary>
    public void Hold()
    {
        while (_asked.Wait(0))
        {
            // Releases of earlier requests do not count.
        }

        _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Returns when a request waits.</summary>
    public async Task WhenHoldingAsync() =>
        Assert.True(await _asked.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), "The endpoint was not asked.");

    public void Release() => _open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        _asked.Dispose();
        await _receiver.DisposeAsync();
    }

    private void Count(int change)
    {
        lock (_counting)
        {
            _now += change;
            MaxAtOnce = Math.Max(MaxAtOnce, _now);
        }
    }
}
