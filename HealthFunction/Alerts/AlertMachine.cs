using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HealthFunction.Checks;
using HealthFunction.History;

namespace HealthFunction.Alerts;

/// <summary>
/// What follows from a run: whether an outage begins, goes on or ends, and what is to be told of it. It knows no clock and no
/// storage, so the same runs always give the same messages under the same ids.
/// </summary>
internal sealed class AlertMachine(AlertRule rule, string source)
{
    /// <summary>More would be read by nobody, and many messages have to fit into one row.</summary>
    public const int MostChecks = 20;

    /// <summary>A run that is not newer than the last one changes nothing, so one that comes twice or late counts once or not.</summary>
    public AlertState Step(AlertState state, RecordedRun run)
    {
        if (run.Time <= state.LastRun)
        {
            return state;
        }

        state = state with { LastRun = run.Time };
        if (run.Planned != PlannedKind.None)
        {
            // It says nothing of the dependencies. What was in a row before it no longer is.
            return state with { Streak = null };
        }

        return (state.Outage, run.Status) switch
        {
            (null, Verdict.Up) => state with { Streak = null },
            (null, _) => Fail(state, run),
            ({ } outage, Verdict.Up) => Recover(state, outage, run),
            ({ } outage, _) => GoOn(state with { Streak = null }, outage, run),
        };
    }

    private AlertState Fail(AlertState state, RecordedRun run)
    {
        var streak = Longer(state.Streak, run);
        if (streak.Runs < rule.After)
        {
            return state with { Streak = streak };
        }

        var outage = new Outage(streak.Since, run.Error, run.Time, 0);
        return Tell(state with { Streak = null, Outage = outage }, Message(AlertKind.Down, outage, run));
    }

    private AlertState Recover(AlertState state, Outage outage, RecordedRun run)
    {
        var streak = Longer(state.Streak, run);
        if (streak.Runs < rule.ResolveAfter)
        {
            return state with { Streak = streak };
        }

        var message = Message(AlertKind.Resolved, outage, run) with { Until = streak.Since, Error = outage.Error };
        return Tell(state with { Streak = null, Outage = null }, message);
    }

    private AlertState GoOn(AlertState state, Outage outage, RecordedRun run)
    {
        if (rule.Reminder <= TimeSpan.Zero || run.Time - outage.Told < rule.Reminder)
        {
            return state;
        }

        // Whoever has not been told yet need not be reminded.
        if (state.Waiting.Any(w => w.Message.Incident == Incident(outage)))
        {
            return state with { Outage = outage with { Told = run.Time } };
        }

        outage = outage with { Told = run.Time, Reminders = outage.Reminders + 1 };
        return Tell(state with { Outage = outage }, Message(AlertKind.Reminder, outage, run) with { Reminder = outage.Reminders });
    }

    private static Streak Longer(Streak? streak, RecordedRun run) =>
        streak is null ? new Streak(1, run.Time) : streak with { Runs = streak.Runs + 1 };

    private static AlertState Tell(AlertState state, AlertMessage message) => state with
    {
        Waiting = [.. state.Waiting, new PendingAlert(message, message.Time, 0, null)],
    };

    private AlertMessage Message(AlertKind kind, Outage outage, RecordedRun run)
    {
        var failing = run.Checks.Where(check => check.Verdict != Verdict.Up).ToList();
        return new AlertMessage
        {
            Kind = kind,
            Incident = Incident(outage),
            Source = source,
            Status = run.Status,
            Time = run.Time,
            Since = outage.Since,
            Error = run.Error,
            Failing = [.. failing.Take(MostChecks).Select(check => new FailingCheck(check.Name, check.Verdict, check.Error))],
            FailingCount = failing.Count,
        };
    }

    /// <summary>Made of what an outage is, so that two who tell of the same one, or one who does so again, use the same.</summary>
    private string Incident(Outage outage)
    {
        var identity = string.Create(CultureInfo.InvariantCulture, $"{outage.Since.UtcTicks} {source}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 16));
    }
}
