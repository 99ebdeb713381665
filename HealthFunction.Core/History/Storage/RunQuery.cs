using HealthFunction.Checks;
using HealthFunction.History.Runs;

namespace HealthFunction.History.Storage;

/// <summary>Selects runs.</summary>
internal sealed record RunQuery
{
    /// <summary>Runs of this time and later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Runs before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Where the page before this one ended; null for the first.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Only runs with this check, and only this check's result.</summary>
    public string? Check { get; init; }

    /// <summary>The status of the check, or of the run as a whole when no check is named.</summary>
    public Verdict? Status { get; init; }

    public int Limit { get; init; } = 100;

    public bool IsFiltered => Check is not null || Status is not null;

    public bool Matches(RecordedRun run)
    {
        if (Check is null)
        {
            return Status is null || run.Status == Status;
        }

        foreach (var check in run.Checks)
        {
            if (check.Name == Check)
            {
                return Status is null || check.Verdict == Status;
            }
        }

        return false;
    }

    public RecordedRun Narrow(RecordedRun run) =>
        Check is null ? run : run with { Checks = [.. run.Checks.Where(check => check.Name == Check)] };
}
