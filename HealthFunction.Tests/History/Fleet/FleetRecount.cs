using HealthFunction.Checks;
using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.History.Runs;

namespace HealthFunction.Tests.History.Fleet;

/// <summary>What the series of a fleet have to hold, found from the runs one minute at a time, in the slowest and plainest way.</summary>
internal static class FleetRecount
{
    public static readonly DateTimeOffset Midnight = new(2026, 3, 15, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset First = Midnight.AddDays(-1);
    public static readonly DateTimeOffset Last = Midnight.AddDays(1).AddMinutes(-1);

    private enum State
    {
        NotCounted,
        Up,
        Degraded,
        Missing,
        Unknown,
        Down,
        Planned,
    }

    /// <summary>Every minute around midnight, where runs are, and some of the rest, which is one gap.</summary>
    private static readonly List<DateTimeOffset> Minutes =
        [.. Enumerable.Range(0, 2880).Where(m => m is 0 or 2879 || Math.Abs(m - 1440) < 70 || m % 97 == 0).Select(m => First.AddMinutes(m))];

    public static void AssertHolds(FleetDays found, IReadOnlyList<Region> regions)
    {
        List<string> names = [DaySeries.Overall, .. regions.SelectMany(r => r.Runs).SelectMany(run => run.Checks).Select(c => c.Name).Distinct()];
        foreach (var name in names)
        {
            foreach (var minute in Minutes)
            {
                var states = regions.Select(region => StateOf(region, regions, name, minute)).ToList();
                AssertMinute(found.Any, "any", name, minute, Any([.. states.Select(s => s.State)]), Text(regions, states));
                AssertMinute(found.All, "all", name, minute, All([.. states.Select(s => s.State)]), Text(regions, states));
                for (var i = 0; i < regions.Count; i++)
                {
                    AssertMinute(found.Members[i].Days, regions[i].Name, name, minute, states[i].State, states[i].Error, isOwn: true);
                }
            }
        }
    }

    /// <summary>With UP in one region it is UP, degraded if those that are UP all are; DOWN needs every region known to be DOWN; planned ones leave it to the others.</summary>
    private static State Any(List<State> states)
    {
        states.RemoveAll(state => state == State.NotCounted);
        if (states.Contains(State.Up))
        {
            return State.Up;
        }

        if (states.Contains(State.Degraded))
        {
            return State.Degraded;
        }

        var others = states.Where(state => state != State.Planned).ToList();
        return others.Count == 0 ? states.Count == 0 ? State.Missing : State.Planned
            : others.TrueForAll(state => state == State.Down) ? State.Down
            : others.Contains(State.Missing) ? State.Missing
            : State.Unknown;
    }

    /// <summary>UP needs every region UP; one that is known to be DOWN is enough for DOWN.</summary>
    private static State All(List<State> states)
    {
        states.RemoveAll(state => state == State.NotCounted);
        return states.Count == 0 ? State.Missing
            : states.Contains(State.Down) ? State.Down
            : states.Contains(State.Missing) ? State.Missing
            : states.Contains(State.Unknown) ? State.Unknown
            : states.Contains(State.Planned) ? State.Planned
            : states.Contains(State.Degraded) ? State.Degraded
            : State.Up;
    }

    private static (State State, string? Error) StateOf(
        Region region, IReadOnlyList<Region> regions, string name, DateTimeOffset minute)
    {
        if (region.ByMinute.Contains(minute))
        {
            return Recorded([.. region.ByMinute[minute]], name);
        }

        if (minute < region.Began)
        {
            return (State.NotCounted, null);
        }

        if (name != DaySeries.Overall)
        {
            return (HasCheck(region, name, minute) ? State.Missing : State.NotCounted, null);
        }

        // A source that saw a peer in several ways within a minute saw it in the best of them.
        var seen = regions.Where(r => r != region)
            .Select(r => (r.Name, States: r.Seen.Where(s => s.Peer == region.Name && s.Time == minute).Select(s => s.State).ToList()))
            .Where(r => r.States.Count > 0)
            .Select(r => (r.Name, State: r.States.Max()))
            .ToList();
        var unreachable = seen.Where(s => s.State == PeerState.Unreachable).Select(s => s.Name).ToList();
        return unreachable.Count > 0 && !seen.Exists(s => s.State == PeerState.Reached)
            ? (State.Down, "unreachable, seen by " + string.Join(", ", unreachable))
            : (State.Missing, null);
    }

    private static (State State, string? Error) Recorded(List<RecordedRun> runs, string name)
    {
        var results = name == DaySeries.Overall
            ? runs.ConvertAll(run => (run.Status, run.Error, IsPlanned: run.Planned != PlannedKind.None, IsDegraded: run.Degraded is not null))
            : [.. runs.SelectMany(run => run.Checks.Where(c => c.Name == name)
                .Select(c => (c.Verdict, c.Error, run.Planned == PlannedKind.Maintenance, c.Degraded is not null)))];
        if (results.Count == 0)
        {
            return (State.NotCounted, null);
        }

        var worst = results.Exists(r => r.Status == Verdict.Down) ? Verdict.Down
            : results.Exists(r => r.Status == Verdict.Unknown) ? Verdict.Unknown
            : Verdict.Up;
        var ofWorst = results.Where(r => r.Status == worst).ToList();
        var state = worst == Verdict.Up ? ofWorst.Exists(r => r.IsDegraded) ? State.Degraded : State.Up
            : ofWorst.TrueForAll(r => r.IsPlanned) ? State.Planned
            : worst == Verdict.Down ? State.Down : State.Unknown;
        return (state, ofWorst.Select(r => r.Error).Order(StringComparer.Ordinal).FirstOrDefault());
    }

    private static bool HasCheck(Region region, string name, DateTimeOffset minute)
    {
        if (region.Minutes.Count == 0)
        {
            return true;
        }

        var before = region.Minutes.FindLastIndex(time => time < minute);
        return region.ByMinute[region.Minutes[Math.Max(before, 0)]].Any(run => run.Checks.Any(c => c.Name == name));
    }

    private static string? Text(IReadOnlyList<Region> regions, List<(State State, string? Error)> states)
    {
        var down = states.Index().Where(s => s.Item.State == State.Down).ToList();
        return down.Count == 0 ? null
            : $"{regions[down[0].Index].Name}: {down[0].Item.Error}" + (down.Count == 1 ? "" : $" (and {down.Count - 1} more)");
    }

    private static void AssertMinute(IReadOnlyList<Day> days, string which, string name, DateTimeOffset minute, State expected, string? error, bool isOwn = false)
    {
        var series = days.SingleOrDefault(day => day.Date == minute.UtcDate())?.Find(name);
        var at = minute.UtcMinute();
        var found = series is null ? State.Missing
            : series.IsPlanned(at) ? State.Planned
            : series.IsDegraded(at) ? State.Degraded
            : series.Minutes[at] switch
            {
                MinuteState.Up => State.Up,
                MinuteState.Unknown => State.Unknown,
                MinuteState.Down => State.Down,
                _ => State.Missing,
            };
        expected = expected == State.NotCounted ? State.Missing : expected;
        var text = expected == State.Down || isOwn ? error : null;
        if (found != expected || series?.Errors[at] != text)
        {
            Assert.Fail($"{which} of \"{name}\" at {minute:O}: {expected} {text}, not {found} {series?.Errors[at]}");
        }
    }
}
