using HealthFunction.Checks;

namespace HealthFunction.Tests.Formats;

/// <summary>Reports for the tests of the formats.</summary>
internal static class Reports
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero);

    public static HealthReport Mixed => Of(
        Up("database.default"),
        Failing("cache.default", Verdict.Down, ErrorText.ConnectionRefused),
        Failing("endpoint.web", Verdict.Down, ErrorText.UnexpectedStatus(500)) with { Critical = false },
        Failing("table.default", Verdict.Unknown, ErrorText.NoCredential));

    /// <summary>All UP, and one of them degraded.</summary>
    public static HealthReport Warned => Of(Up("database.default"), Degraded("endpoint.web"));

    /// <summary>A certificate with so many days left, which are too few.</summary>
    public static CheckOutcome Ending(string name, double days) => Up(name) with
    {
        Degraded = ErrorText.OfProbe("certificate ends soon"),
        CertificateEnds = Up(name).StartedAt.AddDays(days),
        CertificateWarns = true,
    };

    public static HealthReport Of(params CheckOutcome[] outcomes) => new(Start, 0, TimeSpan.FromMilliseconds(12.5), outcomes);

    public static CheckOutcome Up(string name) => new()
    {
        Name = name,
        Verdict = Verdict.Up,
        StartedAt = Start,
        Duration = TimeSpan.FromMilliseconds(1.25),
    };

    public static CheckOutcome Degraded(string name) => Up(name) with { Degraded = ErrorText.SlowerThan(TimeSpan.FromMilliseconds(1)) };

    public static CheckOutcome Failing(string name, Verdict verdict, ErrorText error) => Up(name) with { Verdict = verdict, Error = error };
}
