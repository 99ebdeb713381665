namespace HealthFunction.Checks;

/// <summary>The answer of one run: what each check found, and what follows from it for the deployment.</summary>
internal sealed class HealthReport(DateTimeOffset startedAt, TimeSpan duration, IReadOnlyList<CheckOutcome> checks)
{
    /// <summary>When the run began; every request that it answers arrived before.</summary>
    public DateTimeOffset StartedAt { get; } = startedAt;

    public TimeSpan Duration { get; } = duration;

    /// <summary>In configured order.</summary>
    public IReadOnlyList<CheckOutcome> Checks { get; } = checks;

    public Verdict Overall { get; } = Aggregate(checks);

    private static Verdict Aggregate(IReadOnlyList<CheckOutcome> checks)
    {
        var overall = Verdict.Up;
        foreach (var check in checks)
        {
            if (!check.Critical || check.Verdict == Verdict.Up)
            {
                continue;
            }

            if (check.Verdict == Verdict.Down)
            {
                return Verdict.Down;
            }

            overall = Verdict.Unknown;
        }

        return overall;
    }
}
