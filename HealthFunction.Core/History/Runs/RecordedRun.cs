using HealthFunction.Checks;
using HealthFunction.History.Maintenance;

namespace HealthFunction.History.Runs;

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

    /// <summary>What was seen of other regions beside the run.</summary>
    public IReadOnlyList<SeenPeer> Peers { get; init; } = [];

    /// <summary>In configured order.</summary>
    public required IReadOnlyList<RecordedCheck> Checks { get; init; }

    public DateOnly Date => Time.UtcDate();

    public int Minute => Time.UtcMinute();

    /// <param name="report">What the run found; that it was drained is a fact about the run and no check.</param>
    /// <param name="time">When the run was due.</param>
    /// <param name="maintenance">A window of it plans for more than draining does, the failures of checks among them, and so it wins.</param>
    public static RecordedRun From(HealthReport report, DateTimeOffset time, MaintenanceSchedule maintenance) => new()
    {
        Time = time.ToUniversalTime(),
        Status = report.Overall,
        Duration = report.Duration,
        Error = report.Overall == Verdict.Up ? null : ErrorOf(report),
        Planned = maintenance.At(time) is not null ? PlannedKind.Maintenance : report.Drain is not null ? PlannedKind.Drained : PlannedKind.None,
        Checks =
        [
            .. report.Checks.Select(check => new RecordedCheck(check.Name, check.Verdict, check.Duration, check.Error?.Text)),
        ],
    };

    private static string? ErrorOf(HealthReport report)
    {
        if (report.Drain is { } reason)
        {
            return ErrorText.Drained(reason).Text;
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

/// <summary>What one check found in a recorded run.</summary>
internal readonly record struct RecordedCheck(string Name, Verdict Verdict, TimeSpan Duration, string? Error);
