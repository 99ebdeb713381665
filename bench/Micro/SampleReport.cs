using HealthFunction.Checks;

namespace HealthFunction.Micro;

/// <summary>Ten checks, one of them down.</summary>
internal static class SampleReport
{
    public static HealthReport Make()
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        return new HealthReport(now, 0, TimeSpan.FromMilliseconds(12.3), [.. Enumerable.Range(0, 10).Select(i => Outcome(i, now))]);
    }

    private static CheckOutcome Outcome(int number, DateTimeOffset now) => new()
    {
        Name = $"database.number{number}",
        Verdict = number == 3 ? Verdict.Down : Verdict.Up,
        Error = number == 3 ? ErrorText.ConnectionRefused : null,
        StartedAt = now,
        Duration = TimeSpan.FromMilliseconds(1.5 * (number + 1)),
    };
}
