using HealthFunction.Checks;

namespace HealthFunction.History;

/// <summary>What is kept of a run. It holds no exception and no detail, so that a long queue of them stays small.</summary>
internal sealed record RecordedRun
{
    /// <summary>In UTC. Which run it is: recording another of the same source and time changes nothing.</summary>
    public required DateTimeOffset Time { get; init; }

    public required Verdict Status { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>The check that the overall verdict comes from, and its error; null when the verdict is UP.</summary>
    public string? Error { get; init; }

    /// <summary>Whatever the verdict was: a run inside a maintenance window that found everything UP is marked too.</summary>
    public PlannedKind Planned { get; init; }

    /// <summary>In configured order.</summary>
    public required IReadOnlyList<RecordedCheck> Checks { get; init; }

    public DateOnly Date => DateOnly.FromDateTime(Time.UtcDateTime);

    public int Minute => (int)(Time.UtcDateTime.TimeOfDay.Ticks / TimeSpan.TicksPerMinute);

    /// <param name="report">What the run found; that it was drained is a fact about the run and becomes no check of its own.</param>
    /// <param name="time">When the run was due.</param>
    /// <param name="maintenance">A window of it plans for more than draining does, the failures of checks among them, and so it wins.</param>
    public static RecordedRun From(HealthReport report, DateTimeOffset time, MaintenanceSchedule maintenance) => new()
    {
        Time = time.ToUniversalTime(),
        Status = report.Overall,
        Duration = report.Duration,
        Error = report.Overall == Verdict.Up ? null : ErrorOf(report),
        Planned = maintenance.At(time) is not null ? PlannedKind.Maintenance : report.IsDrained ? PlannedKind.Drained : PlannedKind.None,
        Checks =
        [
            .. report.Checks.Take(report.IsDrained ? report.Checks.Count - 1 : report.Checks.Count)
                .Select(check => new RecordedCheck(check.Name, check.Verdict, check.Duration, check.Error?.Text)),
        ],
    };

    private static string? ErrorOf(HealthReport report)
    {
        if (report.IsDrained)
        {
            return report.Checks[^1].Error?.Text;
        }

        foreach (var check in report.Checks)
        {
            if (check.Critical && check.Verdict == report.Overall && check.Error is { } error)
            {
                return $"{check.Name}: {error.Text}";
            }
        }

        return null;
    }
}
