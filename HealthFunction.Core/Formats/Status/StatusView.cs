using HealthFunction.Checks;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;
using HealthFunction.History.Recent;

namespace HealthFunction.Formats.Status;

/// <summary>The content of one status page.</summary>
internal sealed record StatusView(HealthReport Report, HistoryView History)
{
    public MaintenanceSchedule Maintenance { get; init; } = MaintenanceSchedule.None;

    public IReadOnlyList<CheckOutcome> Degraded { get; } = [.. Report.Checks.Where(c => c.Degraded is not null)];

    /// <summary>Those for this source.</summary>
    public IReadOnlyList<Plan> Plans { get; init; } = [];

    /// <summary>The source that this app records as.</summary>
    public string Source { get; init; } = "";

    /// <summary>An operator's heading; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>All regions; null when there is none but this one.</summary>
    public FleetView? Fleet { get; init; }

    public IReadOnlyList<CheckOutcome> Failing { get; } = [.. Report.Checks.Where(c => c.Verdict != Verdict.Up)];
}
