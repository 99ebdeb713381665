using Azure.Data.Tables;
using HealthFunction.History.Days;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;

namespace HealthFunction.SeedHistory;

/// <summary>Writes history as a recorder would have left it, without recording it run by run.</summary>
internal sealed class Seeder(TableClient client, string source, IProgress<Written>? progress = null) : IDisposable
{
    private const int DaysPerTransaction = 25;
    private const int AtOnce = 4;

    private readonly string _partition = RowKeys.Partition(source);
    private readonly SemaphoreSlim _slots = new(AtOnce, AtOnce);
    private readonly List<Task> _writing = [];
    private readonly Lock _lock = new();
    private Written _written = new(0, 0, 0, 0, 0);

    /// <param name="history">The source of the runs.</param>
    /// <param name="now">Nothing is written from this minute on.</param>
    /// <param name="days">How many days, including that of <paramref name="now"/>.</param>
    /// <param name="runDays">For how many of the last days run rows are written too.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    public async Task<Written> WriteAsync(
        PlausibleHistory history, DateTimeOffset now, int days, int runDays, CancellationToken cancellationToken)
    {
        await client.CreateIfNotExistsAsync(cancellationToken);
        var last = now.UtcDate();
        var until = now.ToUtcMinute();
        List<TableTransactionAction> dayRows = [];
        for (var date = last.AddDays(1 - days); date <= last; date = date.AddDays(1))
        {
            var day = new Day(date, []);
            List<TableTransactionAction> runRows = [];
            foreach (var run in history.Runs(date, until))
            {
                day.Add(run);
                if (date > last.AddDays(-runDays))
                {
                    runRows.Add(Upsert(RunRow.From(run)));
                }
            }

            foreach (var chunk in runRows.Chunk(RunWriter.MaxChanges))
            {
                await SubmitAsync(chunk, new Written(0, 0, chunk.Length, 0, 1), cancellationToken);
            }

            dayRows.AddRange(day.Parts.Select(part => Upsert(DayRow.From(date, part))));
            Count(new Written(1, 0, 0, 0, 0));
            if (dayRows.Count >= DaysPerTransaction || date == last)
            {
                foreach (var chunk in dayRows.Chunk(DaysPerTransaction))
                {
                    await SubmitAsync(chunk, new Written(0, chunk.Length, 0, chunk.Sum(Bytes), 1), cancellationToken);
                }

                dayRows.Clear();
            }
        }

        await Task.WhenAll(_writing);
        return _written;
    }

    public void Dispose() => _slots.Dispose();

    private async Task SubmitAsync(TableTransactionAction[] actions, Written written, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        _writing.Add(SubmitInSlotAsync(actions, written, cancellationToken));
    }

    private async Task SubmitInSlotAsync(TableTransactionAction[] actions, Written written, CancellationToken cancellationToken)
    {
        try
        {
            await client.SubmitTransactionAsync(actions, cancellationToken);
            Count(written);
        }
        finally
        {
            _slots.Release();
        }
    }

    private void Count(Written more)
    {
        lock (_lock)
        {
            _written = new Written(
                _written.Days + more.Days,
                _written.DayRows + more.DayRows,
                _written.RunRows + more.RunRows,
                _written.DayBytes + more.DayBytes,
                _written.Transactions + more.Transactions);
            progress?.Report(_written);
        }
    }

    private TableTransactionAction Upsert(Row row) => new(TableTransactionActionType.UpsertReplace, row.ToEntity(_partition));

    private static long Bytes(TableTransactionAction action) => ((TableEntity)action.Entity).Sum(column => column.Value is byte[] bytes ? bytes.Length : 0);
}
