using CsCheck;
using HealthFunction.Alerts;
using HealthFunction.Checks;
using HealthFunction.History.Runs;

namespace HealthFunction.Tests.Alerts;

public sealed class AlertMachinePropertyTests
{
    private static readonly Gen<AlertRule> Rules = Gen.Select(
        Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[0, 2], (after, resolve, reminder) => new AlertRule(after, resolve, TimeSpan.FromMinutes(reminder * 4)));

    // Long stretches of the same letter; otherwise there would hardly ever be an outage.
    private static readonly Gen<string> Letters = Gen.Select(Gen.Char["UUDD?dmM."], Gen.Int[1, 6], (letter, count) => new string(letter, count))
        .Array[0, 25].Select(string.Concat);

    [Fact]
    public void The_messages_are_those_that_a_recount_of_the_runs_gives() => Gen.Select(Rules, Letters).Sample((rule, letters) =>
    {
        var state = Story.Play(letters, rule);
        Assert.Equal(Recount(rule, letters), Outages(state));
    });

    [Fact]
    public void Downs_and_ends_alternate_and_reminders_come_between_them() => Gen.Select(Rules, Letters).Sample((rule, letters) =>
    {
        var machine = new AlertMachine(rule, "test");
        var state = AlertState.Initial;
        var messages = new List<AlertMessage>();
        foreach (var run in Story.Runs(letters))
        {
            state = machine.Step(state, run);
            Assert.True(state.Waiting.Count <= 1, "A run makes one message at most.");
            Assert.True(state.Waiting.Count == 0 || run.Planned == PlannedKind.None, "A planned run makes none.");
            messages.AddRange(state.Waiting.Select(w => w.Message));
            state = state with { Waiting = [] };
        }

        AlertMessage? last = null;
        foreach (var message in messages)
        {
            var isOpen = last is { Kind: not AlertKind.Resolved };
            Assert.Equal(message.Kind != AlertKind.Down, isOpen);
            Assert.True(message.Kind == AlertKind.Down || message.Incident == last!.Incident, "It is about the open outage.");
            Assert.True(message.Kind != AlertKind.Reminder || message.Time - last!.Time >= rule.Reminder, "A reminder keeps its distance.");
            Assert.Equal(message.Kind == AlertKind.Resolved, message.Status == Verdict.Up);
            last = message;
        }

        Assert.Equal(messages.Count, messages.Select(m => m.Id).Distinct().Count());
    });

    [Fact]
    public void Runs_that_come_again_or_late_change_nothing() => Gen.Select(Rules, Letters, Gen.Int[0, int.MaxValue]).Sample((rule, letters, seed) =>
    {
        var random = new Random(seed);
        var machine = new AlertMachine(rule, "test");
        RecordedRun[] runs = [.. Story.Runs(letters)];
        var state = AlertState.Initial;
        for (var i = 0; i < runs.Length; i++)
        {
            state = machine.Step(state, runs[i]);
            for (var again = random.Next(3); again > 0; again--)
            {
                Assert.Same(state, machine.Step(state, runs[random.Next(i + 1)]));
            }
        }

        Assert.Equal(Story.Reported(Story.Play(letters, rule)), Story.Reported(state));
    });

    [Fact]
    public void A_state_that_was_stored_and_read_goes_on_as_if_it_had_not_been() => Gen.Select(Rules, Letters).Sample((rule, letters) =>
    {
        var machine = new AlertMachine(rule, "a \"source\" & <more>");
        var state = AlertState.Initial;
        var stored = AlertState.Initial;
        foreach (var run in Story.Runs(letters))
        {
            state = machine.Step(state, run);
            stored = AlertRow.Read(AlertRow.From(machine.Step(stored, run), null));
        }

        Assert.Equivalent(state, stored, strict: true);
    });

    private static List<(DateTimeOffset Since, DateTimeOffset Down, DateTimeOffset? Until)> Outages(AlertState state)
    {
        var messages = state.Waiting.Select(w => w.Message).ToList();
        return
        [
            .. messages.Where(m => m.Kind == AlertKind.Down).Select(down =>
                (down.Since, down.Time, messages.SingleOrDefault(m => m.Kind == AlertKind.Resolved && m.Incident == down.Incident)?.Until)),
        ];
    }

    /// <summary>The outages, found by looking back from each run instead of counting forwards.</summary>
    private static List<(DateTimeOffset Since, DateTimeOffset Down, DateTimeOffset? Until)> Recount(AlertRule rule, string letters)
    {
        List<(DateTimeOffset, DateTimeOffset, DateTimeOffset?)> outages = [];
        RecordedRun[] runs = [.. Story.Runs(letters)];
        (DateTimeOffset Since, DateTimeOffset Down)? open = null;
        var from = 0;
        for (var i = 0; i < runs.Length; i++)
        {
            var needed = open is null ? rule.After : rule.ResolveAfter;
            var first = i - needed + 1;
            if (first < from || !runs[first..(i + 1)].All(r => r.Planned == PlannedKind.None && (r.Status == Verdict.Up) == (open is not null)))
            {
                continue;
            }

            if (open is { } outage)
            {
                outages.Add((outage.Since, outage.Down, runs[first].Time));
                open = null;
            }
            else
            {
                open = (runs[first].Time, runs[i].Time);
            }

            from = i + 1;
        }

        if (open is { } last)
        {
            outages.Add((last.Since, last.Down, null));
        }

        return outages;
    }
}
