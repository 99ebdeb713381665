using HealthFunction.History.Recording;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthFunction.AspNetCore.Timers;

/// <summary>
/// Records at the times of the schedule, from when the host listens until it stops. Recordings do not overlap: of the ticks that are
/// missed during one, the first is made at once and the others are left out, as the Functions host does. It keeps no schedule across
/// restarts: ticks while the process is down are a gap in history.
/// </summary>
internal sealed class RecordingTimer(RecordTick record, Func<RecordingSchedule> schedule, TimeProvider time, ILogger<RecordingTimer> logger)
    : IHostedLifecycleService, IDisposable
{
    // Waits are short, so that a change of the clock is noticed soon.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MinWait = TimeSpan.FromMilliseconds(1);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private bool _isAsked;

    /// <summary>Records once, outside of the schedule, and returns at once. Several calls before that begins make one recording.</summary>
    public void RecordSoon()
    {
        if (!Interlocked.Exchange(ref _isAsked, true))
        {
            _ = Task.Run(() => RecordAsync(null), CancellationToken.None);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Only after the host listens: if its port is in use, the start fails, and nothing must have been recorded.
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
