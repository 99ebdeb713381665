using HealthFunction.Checks;
using HealthFunction.History.Days;
using HealthFunction.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>Runs to record.</summary>
internal static class Runs
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    public static RecordedRun At(DateTimeOffset time, params ReadOnlySpan<RecordedCheck> checks)
    {
        var status = Verdict.Up;
        string? error = null;
        foreach (var check in checks)
        {
            if (check.Verdict.ToMinuteState() > status.ToMinuteState())
            {
                status = check.Verdict;
                error = $"{check.Name}: {check.Error}";
            }
        }

        return new RecordedRun
        {
            Time = time,
            Status = status,
            Duration = TimeSpan.FromMilliseconds(5),
            Error = error,
            Degraded = status == Verdict.Up ? DegradedOf(checks) : null,
            Checks = checks.ToArray(),
        };
    }

    public static RecordedCheck Up(string name, double milliseconds = 1) =>
        new(name, Verdict.Up, TimeSpan.FromMilliseconds(milliseconds), null);

    public static RecordedCheck Degraded(string name, double milliseconds = 600) => Up(name, milliseconds) with { Degraded = "slower than 500 ms" };

    public static RecordedCheck Down(string name, string error = "connection refused") =>
        new(name, Verdict.Down, TimeSpan.FromMilliseconds(2000), error);

    public static RecordedCheck Unknown(string name, string error = "no credential") =>
        new(name, Verdict.Unknown, TimeSpan.FromMilliseconds(1), error);

    private static string? DegradedOf(ReadOnlySpan<RecordedCheck> checks)
    {
        foreach (var check in checks)
        {
            if (check.Degraded is { } reason)
            {
                return $"{check.Name}: {reason}";
            }
        }

        return null;
    }
}
