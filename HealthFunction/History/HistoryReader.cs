namespace HealthFunction.History;

/// <summary>Reads what was recorded.</summary>
internal sealed class HistoryReader(HistoryTable table)
{
    /// <summary>How many pages of 1,000 runs a filtered request may go through before it hands back a continuation.</summary>
    public const int MostPages = 5;

    private const int PageSize = 1000;

    public string Source => table.Source;

    /// <summary>The days from <paramref name="first"/> to <paramref name="last"/> that have data, in order.</summary>
    public async Task<IReadOnlyList<Day>> DaysAsync(DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        List<Day> days = [];
        List<DayPart> parts = [];
        DateOnly? date = null;
        await foreach (var row in table.RowsAsync(RowRange.Days(first, last), cancellationToken))
        {
            var rowDate = RowKeys.DayPart(row.RowKey).Date;
            if (date is { } complete && complete != rowDate)
            {
                days.Add(new Day(complete, parts));
                parts.Clear();
            }

            date = rowDate;
            parts.Add(DayPart.Read(row));
        }

        if (date is { } latest)
        {
            days.Add(new Day(latest, parts));
        }

        return days;
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
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await table.PageAsync(range, continuation, cancellationToken);
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

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
}
