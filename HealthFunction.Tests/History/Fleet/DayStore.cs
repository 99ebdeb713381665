using HealthFunction.History.Days;
using HealthFunction.History.Storage;

namespace HealthFunction.Tests.History.Fleet;

/// <summary>Days in memory, read as from a table.</summary>
internal sealed class DayStore(string source, IEnumerable<Day> days) : HistoryStore(source)
{
    public override bool IsConfigured => true;

    public override Task<SubmitResult> SubmitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task<RowPage> PageAsync(RowRange range, string? continuation, CancellationToken cancellationToken) => Task.FromResult(
        new RowPage([.. days.SelectMany(day => day.Parts.Select(part => DayRow.From(day.Date, part))).Where(row => range.Holds(row.Key)).Take(range.PageSize ?? 1000)], null));
}
