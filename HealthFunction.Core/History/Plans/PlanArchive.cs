using HealthFunction.History.Storage;

namespace HealthFunction.History.Plans;

/// <summary>
/// The plans that were put away, for those who look back. All tables are read side by side within one deadline; of a table that does not
/// answer in time, what was read before stands in.
/// </summary>
internal sealed class PlanArchive(PlanBook book, TimeProvider time)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <summary>A plan is put away a week after it is over.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private readonly IReadOnlyList<Past> _tables = [.. book.Tables.Select(table => new Past(table.Store, time))];

    /// <summary>The plans of all tables, those that may still matter included.</summary>
    public async Task<IReadOnlyList<Plan>> AllAsync()
    {
        await Task.WhenAny(Task.WhenAll(_tables.Select(table => table.ReadAsync())), Task.Delay(MaxWait, time)).ConfigureAwait(false);
        return
        [
            .. _tables.SelectMany(table => table.Plans).Concat(book.Plans)
                .GroupBy(plan => plan.Id, StringComparer.Ordinal)
                .Select(revisions => revisions.Aggregate((a, b) => b.IsNewerThan(a) ? b : a)),
        ];
    }

    private sealed class Past(HistoryStore store, TimeProvider time)
    {
        private readonly Lock _lock = new();
        private Task _reading = Task.CompletedTask;
        private DateTimeOffset _readAt = DateTimeOffset.MinValue;

        public IReadOnlyList<Plan> Plans { get; private set; } = [];

        public Task ReadAsync()
        {
            lock (_lock)
            {
                return _reading = _reading.IsCompleted && time.GetUtcNow() - _readAt > Fresh ? Task.Run(ReadOnceAsync) : _reading;
            }
        }

        private async Task ReadOnceAsync()
        {
            List<Plan> plans = [];
            try
            {
                await foreach (var row in store.RowsAsync(PlanKeys.Past, CancellationToken.None).ConfigureAwait(false))
                {
                    try
                    {
                        plans.Add(PlanRow.Read(row));
                    }
                    catch (InvalidDataException)
                    {
                        // A row of long ago that is damaged spoils no other one.
                    }
                }

                (Plans, _readAt) = (plans, time.GetUtcNow());
            }
            catch (HistoryUnavailableException)
            {
                // The current plans of the same table are read every few seconds, and that is logged.
            }
        }
    }
}
