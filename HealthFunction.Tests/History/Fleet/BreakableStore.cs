using HealthFunction.History.Days;
using HealthFunction.History.Storage;

namespace HealthFunction.Tests.History.Fleet;

/// <summary>Days in memory that cannot be read while the test says so.</summary>
internal sealed class BreakableStore(string source, IReadOnlyList<Day> days) : HistoryStore(source)
{
    private readonly DayStore _days = new(source, days);

    public bool IsBroken { get; set; }

    /// <summary>How many pages were asked for.</summary>
    public int Pages { get; private set; }

    public override bool IsConfigured => true;

    public override Task<SubmitResult> SubmitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task<RowPage> PageAsync(RowRange range, string? continuation, CancellationToken cancellationToken)
    {
        Pages++;
        return IsBroken ? throw new HistoryUnavailableException("The table service is away.") : _days.PageAsync(range, continuation, cancellationToken);
    }
}
