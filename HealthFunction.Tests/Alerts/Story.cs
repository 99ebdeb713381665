using HealthFunction.Alerts;
using HealthFunction.Checks;
using HealthFunction.History.Runs;

namespace HealthFunction.Tests.Alerts;

/// <summary>
/// Runs written as letters, a minute apart: U is UP, D is DOWN, ? is UNKNOWN, G is UP and degraded, d is DOWN because of draining, m is UP and M is DOWN
/// within a maintenance window, and a dot is a minute without a run.
/// </summary>
internal static class Story
{
    /// <summary>Two long outages among short ones.</summary>
    public const string Long = "UUDUDDDDDDDDDDDDDDDDUDUUUDDDDUU";

    public const string Slow = "slower than 500 ms";

    public static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    public static readonly AlertRule Rule = new(After: 3, ResolveAfter: 2, Reminder: TimeSpan.FromMinutes(10));

    public static IEnumerable<RecordedRun> Runs(string letters) =>
        letters.Select((letter, minute) => (letter, minute)).Where(l => l.letter != '.').Select(l => Run(l.letter, l.minute));

    public static RecordedRun Run(char letter, double minute)
    {
        var verdict = letter switch
        {
            'U' or 'G' or 'm' => Verdict.Up,
            '?' => Verdict.Unknown,
            _ => Verdict.Down,
        };
        var error = verdict switch
        {
            Verdict.Up => null,
            Verdict.Unknown => "no credential",
            _ => "connection refused",
        };
        return new RecordedRun
        {
            Time = Noon.AddMinutes(minute),
            Status = verdict,
            Duration = TimeSpan.FromMilliseconds(5),
            Error = error is null ? null : $"cache.default: {error}",
            Degraded = letter == 'G' ? $"cache.default: {Slow}" : null,
            Planned = letter switch
            {
                'd' => PlannedKind.Drained,
                'm' or 'M' => PlannedKind.Maintenance,
                _ => PlannedKind.None,
            },
            Checks =
            [
                new RecordedCheck("database.default", Verdict.Up, TimeSpan.FromMilliseconds(1), null),
                new RecordedCheck("cache.default", verdict, TimeSpan.FromMilliseconds(2), error) { Degraded = letter == 'G' ? Slow : null },
            ],
        };
    }

    /// <summary>The messages of a story, each as its letter (D down, R reminder, U resolved) and the minute of its run.</summary>
    public static string Reported(AlertState state) => string.Join(' ', state.Waiting.Select(w => Reported(w.Message)));

    public static string Reported(AlertMessage message)
    {
        var letter = message.Kind switch
        {
            AlertKind.Down => 'D',
            AlertKind.Reminder => 'R',
            _ => 'U',
        };
        return FormattableString.Invariant($"{letter}{(message.Time - Noon).TotalMinutes:0}");
    }

    public static AlertState Play(string letters, AlertRule? rule = null, AlertState? from = null, AlertSubject subject = AlertSubject.Outage)
    {
        var machine = new AlertMachine(rule ?? Rule, "test", subject);
        return Runs(letters).Aggregate(from ?? AlertState.Initial, machine.Step);
    }

    /// <summary>The ids that follow from the runs if each message is delivered at once.</summary>
    public static string[] DeliveredIds(string letters)
    {
        var machine = new AlertMachine(Rule, "test");
        List<string> ids = [];
        var state = AlertState.Initial;
        foreach (var run in Runs(letters))
        {
            state = machine.Step(state, run);
            ids.AddRange(state.Waiting.Select(w => w.Message.Id));
            state = state with { Waiting = [] };
        }

        return [.. ids];
    }
}
