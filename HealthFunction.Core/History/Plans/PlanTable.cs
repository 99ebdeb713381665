using HealthFunction.History.Storage;
using HealthFunction.Logging;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Plans;

/// <summary>The plans of one source's table as they were last read. They hold until they are read again, however long that takes.</summary>
internal sealed class PlanTable(HistoryStore store, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly FaultLog _reading = new();
    private readonly FaultLog _damaged = new();
    private PlanReading? _last;
    private bool _isOld;
    private int _changes;

    public string Source => store.Source;

    public HistoryStore Store => store;

    /// <summary>What was read last; null if it was never read.</summary>
    public PlanReading? Last => Volatile.Read(ref _last);

    /// <summary>Whether the last attempt to read it failed.</summary>
    public bool IsOld => Volatile.Read(ref _isOld);

    /// <summary>Reads it. Throws nothing but the cancellation.</summary>
    /// <returns>Whether it was read.</returns>
    public async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var changes = Volatile.Read(ref _changes);
        try
        {
            var reading = await PlanReading.ReadAsync(store, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                // A change of this instance that was made meanwhile may not be in it; the next reading has it.
                if (changes == _changes)
                {
                    (_last, _isOld) = (reading, false);
                }
            }

            Report(reading);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever is wrong with one table, the last known plans hold, and it is read again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Volatile.Write(ref _isOld, true);
            _reading.Failed(() => logger.PlansNotRead(Source, ReadLog.Reason(e)));
            return false;
        }
    }

    /// <summary>Takes notice of what this instance has just written.</summary>
    public void Wrote(Plan plan, string? etag)
    {
        lock (_lock)
        {
            _changes++;
            _isOld |= _last is null;
            _last = (_last ?? new PlanReading(time.GetUtcNow(), [], [], [])).With(plan, etag);
        }
    }

    private void Report(PlanReading reading)
    {
        _reading.Succeeded(() => logger.PlansReadAgain(Source));
        if (reading.Damaged.Count > 0)
        {
            _damaged.Failed(() => logger.PlansDamaged(Source, string.Join(", ", reading.Damaged)));
        }
        else
        {
            _damaged.Succeeded();
        }
    }
}
