using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HealthFunction.Checks;
using HealthFunction.History.Runs;

namespace HealthFunction.Alerts;

/// <summary>
/// Decides what follows from a run: whether an outage begins, continues or ends, and which message that makes. It uses no clock and
/// no storage, so the same runs always give the same messages with the same ids.
/// </summary>
internal sealed class AlertMachine(AlertRule rule, string source, AlertSubject subject = AlertSubject.Outage)
{
    /// <summary>A reader cannot use more, and many messages have to fit into one row.</summary>
    public const int MaxChecks = 20;

    private static readonly TimeSpan MaxGap = TimeSpan.FromHours(1);

    /// <summary>
    /// A run that is not newer than the last one changes nothing, so a repeated run counts once and a late one does not count.
    /// </summary>
    public AlertState Step(AlertState state, RecordedRun run)
    {
        if (run.Time <= state.LastRun)
        {
            return state;
        }

        state = state with { LastRun = run.Time, Elapsed = state.Elapsed + Gap(state.LastRun, run.Time) };
        if (run.Planned != PlannedKind.None || (subject == AlertSubject.Degraded && run.Status != Verdict.Up))
        {
            // A planned run says nothing about the dependencies, nor does a failing one say whether they were degraded. It ends every
            // series of equal runs.
            return state with { Streak = null };
        }

        var isOver = subject == AlertSubject.Outage ? run.Status == Verdict.Up : run.Degraded is null;
        return (state.Outage, isOver) switch
        {
            (null, true) => state with { Streak = null },
            (null, false) => Fail(state, run),
            ({ } outage, true) => Recover(state, outage, run),
            ({ } outage, false) => GoOn(state with { Streak = null }, outage, run),
        };
    }

    private static TimeSpan Gap(DateTimeOffset? last, DateTimeOffset time) => time - last is { } gap ? gap < MaxGap ? gap : MaxGap : TimeSpan.Zero;

    private AlertState Fail(AlertState state, RecordedRun run)
    {
        var streak = Longer(state.Streak, run);
        if (streak.Runs < rule.After)
        {
            return state with { Streak = streak };
        }

        var outage = new Outage(streak.Since, Cause(run), run.Time, 0);
        return Notify(state with { Streak = null, Outage = outage }, Message(AlertKind.Down, outage, run));
    }

    private AlertState Recover(AlertState state, Outage outage, RecordedRun run)
    {
        var streak = Longer(state.Streak, run);
        if (streak.Runs < rule.ResolveAfter)
        {
            return state with { Streak = streak };
        }

        var message = Message(AlertKind.Resolved, outage, run) with { Until = streak.Since, Error = outage.Error };
        return Notify(state with { Streak = null, Outage = null }, message);
    }

    private AlertState GoOn(AlertState state, Outage outage, RecordedRun run)
    {
        if (rule.Reminder <= TimeSpan.Zero || run.Time - outage.Reported < rule.Reminder)
        {
            return state;
        }

        // No reminder of a message that has not been delivered yet.
        if (state.Waiting.Any(w => w.Message.Incident == Incident(outage)))
        {
            return state with { Outage = outage with { Reported = run.Time } };
        }

        outage = outage with { Reported = run.Time, Reminders = outage.Reminders + 1 };
        return Notify(state with { Outage = outage }, Message(AlertKind.Reminder, outage, run) with { Reminder = outage.Reminders });
    }

    private static Streak Longer(Streak? streak, RecordedRun run) =>
        streak is null ? new Streak(1, run.Time) : streak with { Runs = streak.Runs + 1 };

    private static AlertState Notify(AlertState state, AlertMessage message) => state with
    {
        Waiting = [.. state.Waiting, new PendingAlert(message, message.Time, 0, null) { QueuedAtElapsed = state.Elapsed }],
    };

    private AlertMessage Message(AlertKind kind, Outage outage, RecordedRun run)
    {
        var failing = run.Checks.Where(check => subject == AlertSubject.Outage ? check.Verdict != Verdict.Up : check.Degraded is not null).ToList();
        return new AlertMessage
        {
            Kind = kind,
            Subject = subject,
            Incident = Incident(outage),
            Source = source,
            Status = run.Status,
            Time = run.Time,
            Since = outage.Since,
            Error = Cause(run),
            Failing = [.. failing.Take(MaxChecks).Select(check => new FailingCheck(check.Name, check.Verdict, check.Error ?? check.Degraded))],
            FailingCount = failing.Count,
        };
    }

    private string? Cause(RecordedRun run) => subject == AlertSubject.Outage ? run.Error : run.Degraded;

    /// <summary>
    /// Derived from the outage itself, so that two instances that report the same outage, and repeated reports, use the same id.
    /// </summary>
    private string Incident(Outage outage)
    {
        var identity = string.Create(CultureInfo.InvariantCulture, $"{outage.Since.UtcTicks} {source}{(subject == AlertSubject.Outage ? "" : " degraded")}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 16));
    }
}

/// <summary>How many runs in a row open and close an outage, and how long after a message there is a reminder (zero: never).</summary>
internal sealed record AlertRule(int After, int ResolveAfter, TimeSpan Reminder);
