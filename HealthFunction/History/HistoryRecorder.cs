using Microsoft.Extensions.Logging;

namespace HealthFunction.History;

/// <summary>Makes a run at each tick, tells it, and writes it with whatever earlier ticks could not write.</summary>
/// <param name="runChecks">Makes the run.</param>
/// <param name="writer">Null where there is no storage: then runs are told and not kept.</param>
/// <param name="queue">Runs that wait to be written.</param>
/// <param name="retention">Null where there is no storage.</param>
/// <param name="maintenance">Which runs are planned.</param>
/// <param name="time">The clock.</param>
/// <param name="telemetry">Counts what becomes of each run.</param>
/// <param name="logger">Told what could not be written.</param>
/// <param name="tellRun">Null where nobody wants to know.</param>
internal sealed class HistoryRecorder(
    RunChecks runChecks,
    RunWriter? writer,
    RunQueue queue,
    Retention? retention,
    MaintenanceSchedule maintenance,
    TimeProvider time,
    HistoryTelemetry telemetry,
    ILogger<HistoryRecorder> logger,
    TellRun? tellRun = null) : IDisposable
{
    /// <summary>Room for the day rows beside the runs of a transaction.</summary>
    private const int MostRuns = 60;

    /// <summary>At some 100 bytes each this keeps a transaction under its 4 MiB.</summary>
    private const int MostChecks = 10_000;

    /// <summary>A backlog must not make a tick outlast its interval.</summary>
    private static readonly TimeSpan BacklogTime = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TickTimes _times = new();
    private bool _hasRun;
    private bool _isUnavailable;
    private bool _isOverflowing;

    /// <summary>Whether runs are kept.</summary>
    public bool IsRecording => writer is not null;

    /// <summary>One tick of the timer.</summary>
    /// <param name="scheduled">When it was due, as far as the host tells.</param>
    /// <param name="isRetry">Whether the host repeats it because it failed before.</param>
    /// <param name="cancellationToken">Ends the waiting; what is unwritten stays queued.</param>
    /// <exception cref="HistoryUnavailableException">The run is queued and will be written with the next success.</exception>
    public async Task TickAsync(DateTimeOffset? scheduled, bool isRetry, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            var telling = Task.CompletedTask;
            if (_times.IsRepeated(scheduled, now) || (isRetry && _hasRun))
            {
                logger.TickRepeated(scheduled ?? now);
            }
            else
            {
                var run = await RunAsync(scheduled, cancellationToken);

                // Beside the writing, so that neither makes the other late, and whatever becomes of it.
                telling = tellRun?.Invoke(run, cancellationToken) ?? telling;
            }

            try
            {
                await WriteAsync(cancellationToken);
            }
            finally
            {
                await telling;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<RecordedRun> RunAsync(DateTimeOffset? scheduled, CancellationToken cancellationToken)
    {
        _hasRun = false;
        var report = await runChecks(cancellationToken);
        _hasRun = true;
        var run = RecordedRun.From(report, _times.TimeOf(scheduled, report.StartedAt), maintenance);
        if (IsRecording && queue.Add(run) is { } lost)
        {
            Overflowed(lost);
        }

        return run;
    }

    private void Overflowed(RecordedRun lost)
    {
        telemetry.Overflowed();
        if (_isOverflowing)
        {
            logger.StillOverflowing(lost.Time, queue.Dropped);
        }
        else
        {
            logger.Overflowed(lost.Time, queue.Dropped);
        }

        _isOverflowing = true;
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (writer is null || retention is null)
        {
            return;
        }

        await WriteAsync(writer, cancellationToken);
        await retention.StepAsync(cancellationToken);
    }

    private async Task WriteAsync(RunWriter writer, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var mostRuns = MostRuns;
        while (queue.Oldest(mostRuns, MostChecks) is { Count: > 0 } runs)
        {
            if (time.GetElapsedTime(begin) > BacklogTime)
            {
                logger.BacklogLeft(queue.Count);
                return;
            }

            try
            {
                await writer.WriteAsync(runs, cancellationToken);
                queue.Remove(runs);
                Written(runs);
            }
            catch (HistoryRejectedException) when (runs.Count > 1)
            {
                // One of them spoils it for the others; one at a time shows which.
                mostRuns = 1;
            }
            catch (HistoryRejectedException e)
            {
                queue.Drop(runs[0]);
                telemetry.Rejected();
                logger.Rejected(e, runs[0].Time, queue.Dropped);
            }
            catch (HistoryUnavailableException e)
            {
                Unavailable(e, runs);
                throw;
            }
        }
    }

    private void Written(IReadOnlyList<RecordedRun> runs)
    {
        telemetry.Written(runs.Count);
        logger.Recorded(runs.Count, runs[^1].Time, queue.Count);
        if (_isUnavailable)
        {
            logger.WritableAgain(queue.Count, queue.Dropped);
        }

        _isUnavailable = _isOverflowing = false;
    }

    private void Unavailable(HistoryUnavailableException e, IReadOnlyList<RecordedRun> runs)
    {
        telemetry.Unavailable(runs.Count);
        if (_isUnavailable)
        {
            logger.StillUnavailable(e, queue.Count);
        }
        else
        {
            logger.Unavailable(e, queue.Count);
        }

        _isUnavailable = true;
    }
}
