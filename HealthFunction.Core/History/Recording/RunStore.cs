using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.Logging;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Recording;

/// <summary>
/// Writes runs in the order in which they were made, together with those that could not be written before, and removes expired
/// ones. Without configured storage it keeps nothing.
/// </summary>
internal sealed class RunStore(
    HistoryStore store,
    RunQueue queue,
    Retention retention,
    TimeProvider time,
    HistoryTelemetry telemetry,
    ILogger<RunStore> logger)
{
    /// <summary>Leaves room for the day rows in the same transaction.</summary>
    private const int MaxRuns = 60;

    /// <summary>At about 100 bytes each, this keeps a transaction below its 4 MiB.</summary>
    private const int MaxChecks = 10_000;

    /// <summary>Writing a backlog must not make a tick longer than its interval.</summary>
    private static readonly TimeSpan MaxBacklogTime = TimeSpan.FromSeconds(10);

    private readonly RunWriter _writer = new(store, time);
    private readonly FaultLog _writing = new();
    private readonly FaultLog _overflowing = new();
    private readonly FaultLog _readingDays = new();

    /// <summary>Whether runs are kept.</summary>
    public bool IsConfigured => store.IsConfigured;

    public void Add(RecordedRun run)
    {
        if (store.IsConfigured && queue.Add(run) is { } lost)
        {
            telemetry.Overflowed();
            _overflowing.Failed(() => logger.Overflowed(lost.Time, queue.Dropped), () => logger.StillOverflowing(lost.Time, queue.Dropped));
        }
    }

    /// <exception cref="HistoryUnavailableException">What is not written waits for the next success.</exception>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (store.IsConfigured)
        {
            await WriteQueueAsync(cancellationToken).ConfigureAwait(false);
            await retention.StepAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteQueueAsync(CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var maxRuns = MaxRuns;
        while (queue.Oldest(maxRuns, MaxChecks) is { Count: > 0 } runs)
        {
            if (time.GetElapsedTime(begin) > MaxBacklogTime)
            {
                logger.BacklogLeft(queue.Count);
                return;
            }

            try
            {
                var setAside = await _writer.WriteAsync(runs, cancellationToken).ConfigureAwait(false);
                queue.Remove(runs);
                Written(runs, setAside);
            }
            catch (HistoryRejectedException) when (runs.Count > 1)
            {
                // One of them makes the transaction fail; one run at a time shows which.
                maxRuns = 1;
            }
            catch (HistoryRejectedException e)
            {
                queue.Drop(runs[0]);
                telemetry.Rejected();
                logger.Rejected(runs[0].Time, queue.Dropped, e.Message);
            }
            catch (HistoryUnavailableException e)
            {
                telemetry.Unavailable(runs.Count);
                _writing.Failed(() => logger.Unavailable(queue.Count, e.Message), () => logger.StillUnavailable(queue.Count, e.Message));
                throw;
            }
        }
    }

    private void Written(IReadOnlyList<RecordedRun> runs, IReadOnlyList<int> setAside)
    {
        if (setAside.Count > 0)
        {
            telemetry.WrittenBeside(runs.Count);
            _readingDays.Failed(() => logger.DaySetAside(runs[0].Date, string.Join(", ", setAside)));
        }
        else
        {
            telemetry.Written(runs.Count);
            _readingDays.Succeeded();
        }

        logger.Recorded(runs.Count, runs[^1].Time, queue.Count);
        _writing.Succeeded(() => logger.WritableAgain(queue.Count, queue.Dropped));
        _overflowing.Succeeded();
    }
}
