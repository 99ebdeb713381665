using HealthFunction.Alerts;
using HealthFunction.Checks;

namespace HealthFunction.Tests.Alerts;

/// <summary>The messages that docs/alerts.md shows.</summary>
internal static class Examples
{
    public static readonly Uri Link = new("https://www.example.com/api/status");

    public static readonly AlertMessage Down = new()
    {
        Kind = AlertKind.Down,
        Incident = "5d41402abc4b2a76b9719d911017c592",
        Source = "myapp-westeurope",
        Status = Verdict.Down,
        Time = Story.Noon.AddMinutes(2),
        Since = Story.Noon,
        Error = "cache.default: connection refused",
        Failing =
        [
            new FailingCheck("cache.default", Verdict.Down, "connection refused"),
            new FailingCheck("endpoint.search", Verdict.Down, "timed out after 2000 ms"),
        ],
        FailingCount = 2,
    };

    public static readonly AlertMessage Reminder = Down with
    {
        Kind = AlertKind.Reminder,
        Reminder = 1,
        Time = Story.Noon.AddMinutes(242),
        Failing = [Down.Failing[0]],
        FailingCount = 1,
    };

    public static readonly AlertMessage Degraded = Down with
    {
        Subject = AlertSubject.Degraded,
        Status = Verdict.Up,
        Time = Story.Noon.AddMinutes(9),
        Error = "cache.default: slower than 500 ms",
        Failing = [new FailingCheck("cache.default", Verdict.Up, "slower than 500 ms")],
        FailingCount = 1,
    };

    public static readonly AlertMessage Resolved = Down with
    {
        Kind = AlertKind.Resolved,
        Status = Verdict.Up,
        Time = Story.Noon.AddMinutes(251),
        Until = Story.Noon.AddMinutes(250),
        Failing = [],
        FailingCount = 0,
    };
}
