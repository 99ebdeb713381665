using Azure;
using Azure.Data.Tables;

namespace HealthFunction.History;

/// <summary>
/// Writes runs, each exactly once: the run rows and the day rows that count them change in one transaction or not at all. The
/// day is kept in memory between recordings; its ETags tell when another recorder has changed it, so a recording is one round
/// trip as long as nobody has.
/// </summary>
internal sealed class RunWriter(HistoryTable table, TimeProvider time)
{
    /// <summary>What one transaction holds, by the service's limit.</summary>
    public const int MostActions = 100;

    private const int MostAttempts = 20;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    private Day? _day;

    /// <summary>Writes runs of one UTC day. A run that is there already changes nothing.</summary>
    /// <exception cref="HistoryUnavailableException">It is not known whether they were written; try the same runs again.</exception>
    /// <exception cref="HistoryRejectedException">They can never be written together; nothing was changed.</exception>
    public async Task WriteAsync(IReadOnlyList<RecordedRun> runs, CancellationToken cancellationToken)
    {
        for (var attempt = 1; runs.Count > 0; attempt++)
        {
            if (attempt > MostAttempts)
            {
                throw new HistoryUnavailableException($"Another recorder won {MostAttempts} times in a row.");
            }

            // Out of the field until it is written: a day with runs that did not get there must never be used again.
            var day = _day is { } kept && kept.Date == runs[0].Date ? kept : await ReadDayAsync(runs[0].Date, cancellationToken);
            _day = null;

            var changed = Apply(runs, day);
            var hasNewRows = changed.Exists(part => part.ETag is null);
            var etags = new List<ETag>();
            switch (await table.SubmitAsync(Actions(runs, day, changed), etags, cancellationToken))
            {
                case SubmitOutcome.Done:
                    for (var i = 0; i < changed.Count; i++)
                    {
                        changed[i].ETag = etags[runs.Count + i];
                    }

                    _day = day;
                    return;

                // Another recorder may have inserted the same new day row. Once that is read, only a run can be there already.
                case SubmitOutcome.RowExists when !hasNewRows:
                    runs = runs.Count == 1 ? [] : await WithoutRecordedAsync(runs, cancellationToken);
                    continue;
            }

            var pause = Math.Min(LongestPause.TotalMilliseconds, 5 << Math.Min(attempt, 6)) * Random.Shared.NextDouble();
            await Task.Delay(TimeSpan.FromMilliseconds(pause), time, cancellationToken);
        }
    }

    private static List<DayPart> Apply(IReadOnlyList<RecordedRun> runs, Day day)
    {
        HashSet<DayPart> changed = [];
        foreach (var run in runs)
        {
            changed.UnionWith(day.Add(run));
        }

        return [.. changed];
    }

    private List<TableTransactionAction> Actions(IReadOnlyList<RecordedRun> runs, Day day, List<DayPart> changed)
    {
        if (runs.Count + changed.Count > MostActions)
        {
            throw new HistoryRejectedException(
                $"A transaction holds {MostActions} rows; {runs.Count} runs with {runs[0].Checks.Count} checks take {runs.Count + changed.Count}.");
        }

        List<TableTransactionAction> actions = [];
        foreach (var run in runs)
        {
            actions.Add(new TableTransactionAction(TableTransactionActionType.Add, RunRow.From(table.Partition, run)));
        }

        foreach (var part in changed)
        {
            var entity = part.ToEntity(table.Partition, day.Date);
            actions.Add(part.ETag is { } etag
                ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, etag)
                : new TableTransactionAction(TableTransactionActionType.Add, entity));
        }

        return actions;
    }

    private async Task<Day> ReadDayAsync(DateOnly date, CancellationToken cancellationToken)
    {
        List<DayPart> parts = [];
        await foreach (var row in table.RowsAsync(RowRange.Days(date, date), cancellationToken))
        {
            parts.Add(DayPart.Read(row));
        }

        return new Day(date, parts);
    }

    private async Task<IReadOnlyList<RecordedRun>> WithoutRecordedAsync(IReadOnlyList<RecordedRun> runs, CancellationToken cancellationToken)
    {
        var range = new RowRange(RowKeys.Run(runs.Max(run => run.Time)), RowKeys.AfterRun(runs.Min(run => run.Time)))
        {
            Columns = ["RowKey"],
        };
        var recorded = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in table.RowsAsync(range, cancellationToken))
        {
            recorded.Add(row.RowKey);
        }

        return [.. runs.Where(run => !recorded.Contains(RowKeys.Run(run.Time)))];
    }
}
