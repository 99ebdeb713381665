using HealthFunction.Checks;
using HealthFunction.History;

namespace HealthFunction.Formats.Status;

/// <summary>What one status page shows.</summary>
internal sealed record StatusView(HealthReport Report, HistoryView History)
{
    /// <summary>Why the deployment is out of rotation; null while it is in.</summary>
    public DrainReason? Drain { get; init; }

    public MaintenanceSchedule Maintenance { get; init; } = MaintenanceSchedule.None;

    /// <summary>Those that look at something: not the one that says that the deployment is drained.</summary>
    public IReadOnlyList<CheckOutcome> Checks { get; } = Report.IsDrained ? [.. Report.Checks.SkipLast(1)] : Report.Checks;

    public IReadOnlyList<CheckOutcome> Failing { get; } =
        [.. Report.Checks.Where(c => c.Verdict != Verdict.Up && c.Name != CheckNames.Drain)];
}
