using HealthFunction.History.Days;
using HealthFunction.History.Runs;

namespace HealthFunction.History.Storage;

/// <summary>Reads recorded runs and days.</summary>
internal sealed class HistoryReader(HistoryStore store)
{
    /// <summary>How many pages of 1,000 runs a filtered request reads before it returns a continuation.</summary>
    public const int MaxPages = 5;

    private const int PageSize = 1000;

    public string Source => store.Source;

    /// <inheritdoc cref="HistoryStore.IsConfigured"/>
    public bool IsConfigured => store.IsConfigured;

    /// <inheritdoc cref="HistoryStore.Changes"/>
    public int Changes => store.Changes;

    /// <summary>The days from <paramref name="first"/> to <paramref name="last"/> that have data, in order.</summary>
    public async Task<IReadOnlyList<Day>> DaysAsync(DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
        ToDays(await DayRowsAsync(first, last, cancellationToken).ConfigureAwait(false));

    /// <summary>The rows of those days. They are a tenth of the days' size, so that they can be kept for long.</summary>
    public async Task<IReadOnlyList<Row>> DayRowsAsync(DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        List<Row> rows = [];
        await foreach (var row in store.RowsAsync(RowRange.Days(first, last), cancellationToken).ConfigureAwait(false))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Reads rows that came in the order of their keys.</summary>
    /// <exception cref="InvalidDataException">A row is damaged, or of a version that cannot be read without loss.</exception>
    public static IReadOnlyList<Day> ToDays(IEnumerable<Row> rows)
    {
        List<Day> days = [];
        List<DayPart> parts = [];
        DateOnly? date = null;
        foreach (var row in rows)
        {
            var rowDate = RowKeys.DayPart(row.Key).Date;
            if (date is { } complete && complete != rowDate)
            {
                days.Add(new Day(complete, parts));
                parts.Clear();
            }

            date = rowDate;
            parts.Add(DayRow.Read(row));
        }

        if (date is { } latest)
        {
            days.Add(new Day(latest, parts));
        }

        return days;
    }

    /// <summary>The first minute that is recorded at all; null when none is.</summary>
    public async Task<DateTimeOffset?> FirstMinuteAsync(CancellationToken cancellationToken)
    {
        var range = new RowRange(RowKeys.Days, RowKeys.AfterDays) { PageSize = 1 };
        await foreach (var row in store.RowsAsync(range, cancellationToken).ConfigureAwait(false))
        {
            return FirstMinute(row);
        }

        return null;
    }

    public async Task<RunPage> RunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var until = Earlier(query.Until, query.Before);
        var range = new RowRange(
            until is { } end ? RowKeys.AfterRun(end) : RowKeys.Runs,
            query.Since is { } since ? RowKeys.AfterRun(since) : RowKeys.AfterRuns)
        {
            PageSize = query.IsFiltered ? PageSize : Math.Min(PageSize, query.Limit + 1),
        };

        List<RecordedRun> runs = [];
        DateTimeOffset? last = null;
        string? continuation = null;
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var page = await store.PageAsync(range, continuation, cancellationToken).ConfigureAwait(false);
            foreach (var row in page.Rows)
            {
                var run = RunRow.Read(row);
                if (query.Matches(run))
                {
                    if (runs.Count == query.Limit)
                    {
                        return new RunPage(runs, last);
                    }

                    runs.Add(query.Narrow(run));
                }

                last = run.Time;
            }

            continuation = page.Continuation;
            if (continuation is null)
            {
                return new RunPage(runs, null);
            }
        }

        return new RunPage(runs, last);
    }

    private static DateTimeOffset FirstMinute(Row row)
    {
        var midnight = RowKeys.DayPart(row.Key).Date.Midnight();
        try
        {
            var minutes = DayRow.Read(row).Series.Select(series => series.Minutes.FirstRecorded()).Where(minute => minute >= 0).ToList();
            return midnight.AddMinutes(minutes.Count == 0 ? 0 : minutes.Min());
        }
        catch (InvalidDataException)
        {
            // A row of long ago that is damaged spoils no newer one.
            return midnight;
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
}

/// <summary>Runs, newest first. If there may be more, the next page has the runs before <paramref name="Before"/>.</summary>
internal sealed record RunPage(IReadOnlyList<RecordedRun> Runs, DateTimeOffset? Before);
