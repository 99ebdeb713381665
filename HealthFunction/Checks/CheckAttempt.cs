using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Checks;

/// <summary>
/// One attempt at one check. Its <see cref="Outcome"/> is there at the deadline at the latest, whatever the check does: a check
/// that blocks its thread, ignores its token or never ends is answered for and left behind.
/// </summary>
#pragma warning disable CA1001 // The token source has neither a timer nor a wait handle to free, and a check left behind may still use it.
internal sealed class CheckAttempt : IThreadPoolWorkItem
#pragma warning restore CA1001
{
    private readonly MonitoredCheck _check;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private readonly long _startTimestamp;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource<CheckOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _deadline;
    private long _outcomeTimestamp;

    private CheckAttempt(MonitoredCheck check, TimeSpan timeout, TimeProvider time)
    {
        _check = check;
        _timeout = timeout;
        _time = time;
        _startedAt = time.GetUtcNow();
        _startTimestamp = time.GetTimestamp();
        _deadline = time.CreateTimer(static state => ((CheckAttempt)state!).Abandon(), this, timeout, Timeout.InfiniteTimeSpan);
    }

    public Task<CheckOutcome> Outcome => _outcome.Task;

    /// <summary>Completes when the check's own code has really ended, which may be long after its outcome.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How long ago the attempt was answered or given up; its own code may still be at work.</summary>
    public TimeSpan SinceOutcome => _time.GetElapsedTime(_outcomeTimestamp);

    public static CheckAttempt Start(MonitoredCheck check, TimeSpan timeout, TimeProvider time)
    {
        var attempt = new CheckAttempt(check, timeout, time);
        // Its own work item: a check that blocks before its first await must hold up neither the others nor the deadline.
        ThreadPool.UnsafeQueueUserWorkItem(attempt, preferLocal: false);
        return attempt;
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        var scope = new LazyScope(_check.Services);
        try
        {
            var check = _check.Registration.Factory(scope);
            var context = new HealthCheckContext { Registration = _check.Registration };
            var result = await check.CheckHealthAsync(context, _cancellation.Token).ConfigureAwait(false);
            Answer(_check.Judge(result, _startedAt, Elapsed));
        }
#pragma warning disable CA1031 // Whatever a check throws is its outcome.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Answer(_check.Judge(e, _startedAt, Elapsed));
        }
        finally
        {
            await EndAsync(scope).ConfigureAwait(false);
        }
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_startTimestamp);

    private void Answer(CheckOutcome outcome)
    {
        // Before the outcome is there: whoever gets it may start the next attempt while this one has yet to end.
        if (!_outcome.Task.IsCompleted)
        {
            _outcomeTimestamp = _time.GetTimestamp();
        }

        if (_outcome.TrySetResult(outcome))
        {
            _deadline.Dispose();
        }
        else
        {
            _check.LogLateEnd(outcome, SinceOutcome);
        }
    }

    private void Abandon()
    {
        _outcomeTimestamp = _time.GetTimestamp();
        if (_outcome.TrySetResult(_check.TimedOut(_startedAt, _timeout)))
        {
            _deadline.Dispose();
            // Not Cancel(): what a client registered on the token may block, and nobody's answer may wait for that.
            _ = _cancellation.CancelAsync();
        }
    }

    private async Task EndAsync(LazyScope scope)
    {
        try
        {
            await scope.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The outcome is known; a service that fails to go away does not change it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _check.LogDisposalFailed(e);
        }

        _ended.SetResult();
    }
}
