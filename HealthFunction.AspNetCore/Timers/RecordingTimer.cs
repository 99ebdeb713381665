using HealthFunction.History.Recording;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthFunction.AspNetCore.Timers;

/// <summary>
/// Records at the times of the schedule, from the moment the host listens until it is stopped. No two recordings overlap: of the
/// times that pass during one, the first is made up for at once and the rest are left out, as the Functions host does. It keeps no
/// schedule across restarts: a tick that falls into the absence of the process is a gap in history.
/// </summary>
internal sealed class RecordingTimer(RecordTick record, Func<RecordingSchedule> schedule, TimeProvider time, ILogger<RecordingTimer> logger)
    : IHostedLifecycleService, IDisposable
{
    // Waits are cut short so that a clock that is set is noticed soon.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MinWait = TimeSpan.FromMilliseconds(1);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private bool _isAsked;

    /// <summary>Records once, outside of the schedule, and returns at once. Asked again before that begins, it stays one.</summary>
    public void RecordSoon()
    {
        if (!Interlocked.Exchange(ref _isAsked, true))
        {
            _ = Task.Run(() => RecordAsync(null), CancellationToken.None);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Not before the host listens: a start that fails on its port must not have recorded anything.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => _stopping.CancelAsync();

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.StillRecording();
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Dispose();
        _oneAtATime.Dispose();
    }

    private async Task RunAsync()
    {
        var clock = new ClockWatch(time);
        var made = new RecordedTicks(schedule());
        var after = time.GetUtcNow();
        while (!_stopping.IsCancellationRequested)
        {
            after = clock.SetBackTo() ?? after;
            var due = made.Next(after);
            var now = time.GetUtcNow();
            if (due > now)
            {
                var left = due - now;
                var wait = left > MaxWait ? MaxWait : left < MinWait ? MinWait : left;
                await Task.Delay(wait, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            made.Add(due);
            await RecordAsync(due).ConfigureAwait(false);
            after = now;
        }
    }

    private async Task RecordAsync(DateTimeOffset? due)
    {
        await _oneAtATime.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        if (due is null)
        {
            Volatile.Write(ref _isAsked, false);
        }

        try
        {
            for (var retries = 0; !await TryRecordAsync(due, retries).ConfigureAwait(false) && retries < TickRetry.MaxRetries; retries++)
            {
                logger.Retrying(TickRetry.Delay, retries + 1, TickRetry.MaxRetries);
                await Task.Delay(TickRetry.Delay, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (_stopping.IsCancellationRequested)
                {
                    return;
                }
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<bool> TryRecordAsync(DateTimeOffset? due, int retries)
    {
        try
        {
            await record(due?.UtcDateTime, retries, _stopping.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return true;
        }
#pragma warning disable CA1031 // No failed recording ends the schedule.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.RecordingFailed(e);
            return false;
        }
    }
}
