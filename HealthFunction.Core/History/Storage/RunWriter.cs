using HealthFunction.History.Days;
using HealthFunction.History.Runs;

namespace HealthFunction.History.Storage;

/// <summary>
/// Writes each run exactly once: one transaction changes the run rows and the day rows that count them, or nothing. The day is kept
/// in memory between recordings; its ETags show whether another recorder has changed it, so a recording is one round trip as long
/// as none has.
/// </summary>
internal sealed class RunWriter(HistoryStore store, TimeProvider time)
{
    /// <summary>The service's limit for one transaction.</summary>
    public const int MaxChanges = 100;

    private readonly ChangeLoop _loop = new(time);
    private Day? _day;

    /// <summary>
    /// Writes runs of one UTC day. A run that already exists changes nothing. A day row that cannot be read, because it is damaged
    /// or of a later version, stays as it is: the runs are counted in a row beside it.
    /// </summary>
    /// <returns>The numbers of the day's rows that cannot be read.</returns>
    /// <exception cref="HistoryUnavailableException">It is not known whether the runs were written; try the same runs
    /// again.</exception>
    /// <exception cref="HistoryRejectedException">The runs can never be written together; nothing was changed.</exception>
    public async Task<IReadOnlyList<int>> WriteAsync(IReadOnlyList<RecordedRun> runs, CancellationToken cancellationToken)
    {
        IReadOnlyList<int> setAside = [];
        await _loop.RunAsync(TryAsync, cancellationToken).ConfigureAwait(false);
        return setAside;

        async Task<bool> TryAsync(CancellationToken token)
        {
            if (runs.Count == 0)
            {
                return true;
            }

            // Not kept in the field until it is written: a day with runs that were not written must never be used again.
            var day = _day is { } kept && kept.Date == runs[0].Date ? kept : await ReadDayAsync(runs[0].Date, token).ConfigureAwait(false);
            _day = null;
            setAside = day.SetAside;

            var changed = Apply(runs, day);
            var hasNewRows = changed.Exists(part => part.ETag is null);
            var result = await store.SubmitAsync(Changes(runs, day, changed), token).ConfigureAwait(false);
            switch (result.Outcome)
            {
                case SubmitOutcome.Done:
                    for (var i = 0; i < changed.Count; i++)
                    {
                        changed[i].ETag = result.ETags[runs.Count + i];
                    }

                    _day = day;
                    return true;

                // A run, or a day row that another recorder has added; the next attempt reads it.
                case SubmitOutcome.RowExists:
                    var left = runs.Count == 1 && !hasNewRows ? [] : await WithoutRecordedAsync(runs, token).ConfigureAwait(false);
                    var isNearer = left.Count < runs.Count;
                    runs = left;
                    return isNearer && await TryAsync(token).ConfigureAwait(false);

                default:
                    return false;
            }
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

    private static List<RowChange> Changes(IReadOnlyList<RecordedRun> runs, Day day, List<DayPart> changed) =>
        runs.Count + changed.Count <= MaxChanges
            ? [.. runs.Select(run => RowChange.Add(RunRow.From(run))), .. changed.Select(part => RowChange.Save(DayRow.From(day.Date, part), part.ETag))]
            : throw new HistoryRejectedException(
                $"A transaction holds {MaxChanges} rows; {runs.Count} runs with {runs[0].Checks.Count} checks need {runs.Count + changed.Count}.");

    private async Task<Day> ReadDayAsync(DateOnly date, CancellationToken cancellationToken)
    {
        List<DayPart> parts = [];
        List<int> setAside = [];
        await foreach (var row in store.RowsAsync(RowRange.Days(date, date), cancellationToken).ConfigureAwait(false))
        {
            if (RowKeys.TryDayPart(row.Key) is not { } key)
            {
                // Its key is not one of a day row, so it does not matter.
                continue;
            }

            try
            {
                parts.Add(DayRow.Read(row));
            }
            catch (InvalidDataException)
            {
                setAside.Add(key.Part);
            }
        }

        return new Day(date, parts, setAside);
    }

    private async Task<IReadOnlyList<RecordedRun>> WithoutRecordedAsync(IReadOnlyList<RecordedRun> runs, CancellationToken cancellationToken)
    {
        var range = new RowRange(RowKeys.Run(runs.Max(run => run.Time)), RowKeys.AfterRun(runs.Min(run => run.Time))) { KeysOnly = true };
        var recorded = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in store.RowsAsync(range, cancellationToken).ConfigureAwait(false))
        {
            recorded.Add(row.Key);
        }

        return [.. runs.Where(run => !recorded.Contains(RowKeys.Run(run.Time)))];
    }
}
