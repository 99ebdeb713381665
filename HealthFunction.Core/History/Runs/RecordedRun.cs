using HealthFunction.Checks;
using HealthFunction.History.Maintenance;

namespace HealthFunction.History.Runs;

/// <summary>The part of a run that is kept. It holds no exception and no detail, so that a long queue of runs stays small.</summary>
internal sealed record RecordedRun
{
    /// <summary>In UTC. It identifies the run: recording another run of the same source and time changes nothing.</summary>
    public required DateTimeOffset Time { get; init; }

    public required Verdict Status { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>The check that caused the overall verdict, and its error; null when the verdict is UP.</summary>
    public string? Error { get; init; }

    /// <summary>The first degraded check of those that the verdict depends on, and why; null when the run is not UP or none is.</summary>
    public string? Degraded { get; init; }

    /// <summary>Independent of the verdict: a run inside a maintenance window is marked even if everything was UP.</summary>
    public PlannedKind Planned { get; init; }

    /// <summary>What was seen of other regions beside the run.</summary>
    public IReadOnlyList<SeenPeer> Peers { get; init; } = [];

    /// <summary>In configured order.</summary>
    public required IReadOnlyList<RecordedCheck> Checks { get; init; }

    public DateOnly Date => Time.UtcDate();

    public int Minute => Time.UtcMinute();

    /// <param name="report">The result of the run. Draining is a property of the run and not a check.</param>
    /// <param name="time">When the run was due.</param>
    /// <param name="maintenance">A maintenance window wins over draining, because it also covers failures of checks.</param>
    public static RecordedRun From(HealthReport report, DateTimeOffset time, IMaintenance maintenance)
    {
        List<RecordedCheck> checks =
        [
            .. report.Checks.Select(check => Result(check) with { IsPlanned = maintenance.Covers(check.Name, time) }),
        ];
        return new()
        {
            Time = time.ToUniversalTime(),
            Status = report.Overall,
            Duration = report.Duration,
            Error = report.Overall == Verdict.Up ? null : ErrorOf(report),
            Degraded = report.Degraded is { } degraded ? $"{degraded.Name}: {degraded.Degraded}" : null,
            Planned = maintenance.Deployment.At(time) is not null ? PlannedKind.Maintenance
                : report.Drain is not null ? PlannedKind.Drained
                : IsOfPlannedChecks(report, checks) ? PlannedKind.Checks
                : PlannedKind.None,
            Checks = checks,
        };
    }

    /// <summary>Whether the run failed, and only because of checks that were in a window.</summary>
    private static bool IsOfPlannedChecks(HealthReport report, List<RecordedCheck> checks) =>
        report.Overall != Verdict.Up
        && checks.Exists(check => check.IsPlanned)
        && !report.Checks.Zip(checks).Any(c => c.First.Critical && c.First.Verdict != Verdict.Up && !c.Second.IsPlanned);

    private static RecordedCheck Result(CheckOutcome check) =>
        new(check.Name, check.Verdict, check.Duration, check.Error?.Text) { Degraded = check.Degraded?.Text, Age = check.Age };

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

/// <summary>The result of one check in a recorded run.</summary>
internal readonly record struct RecordedCheck(string Name, Verdict Verdict, TimeSpan Duration, string? Error)
{
    /// <summary>Why it was degraded while it was UP; null if it was not.</summary>
    public string? Degraded { get; init; }

    /// <summary>How old the outcome was; null if the check was called in this run.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Whether a maintenance window of this check contained the run.</summary>
    public bool IsPlanned { get; init; }
}
