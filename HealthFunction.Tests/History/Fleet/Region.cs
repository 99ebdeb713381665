using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;

namespace HealthFunction.Tests.History.Fleet;

/// <summary>One region of a schedule: what it recorded, when it began, and what it saw of the others.</summary>
/// <param name="Name">Its source.</param>
/// <param name="Runs">In no order; a run may be there twice.</param>
/// <param name="Began">When it began; <see cref="FleetMember.NotKnown"/> where it cannot be read.</param>
/// <param name="Seen">What it saw of which peer.</param>
internal sealed record Region(string Name, IReadOnlyList<RecordedRun> Runs, DateTimeOffset Began, IReadOnlyList<Sighting> Seen)
{
    public ILookup<DateTimeOffset, RecordedRun> ByMinute { get; } = Runs.ToLookup(run => run.Time.ToUtcMinute());

    /// <summary>Those with a record, in order.</summary>
    public List<DateTimeOffset> Minutes { get; } = [.. Runs.Select(run => run.Time.ToUtcMinute()).Distinct().Order()];

    /// <summary>As it comes from the table, where half of it was written into a second row of each day.</summary>
    public FleetMember ToMember()
    {
        var halves = new[] { 0, 1 }.Select(half => Half(half).ToDictionary(day => day.Date)).ToArray();
        var dates = halves.SelectMany(half => half.Keys).Distinct().Order();
        return new FleetMember(Name, [.. dates.Select(date => new Day(date, Parts(date, halves)))], Began);
    }

    private static IEnumerable<DayPart> Parts(DateOnly date, Dictionary<DateOnly, Day>[] halves)
    {
        for (var half = 0; half < halves.Length; half++)
        {
            foreach (var part in halves[half].GetValueOrDefault(date)?.Parts ?? [])
            {
                var read = DayRow.Read(DayRow.From(date, part));
                yield return new DayPart((2 * part.Number) + half) { Series = read.Series, Peers = read.Peers, Others = read.Others };
            }
        }
    }

    private List<Day> Half(int half)
    {
        var days = new SortedDictionary<DateOnly, Day>();
        Day DayOf(DateOnly date) => days.TryGetValue(date, out var day) ? day : days[date] = new Day(date, []);
        foreach (var run in Runs.Where((_, index) => index % 2 == half))
        {
            DayOf(run.Date).Add(run);
        }

        foreach (var seen in Seen.Where((_, index) => index % 2 == half))
        {
            DayOf(seen.Time.UtcDate()).Saw(seen.Peer, seen.Time.UtcMinute(), seen.State);
        }

        return [.. days.Values];
    }
}

/// <summary>What a region saw of a peer in one minute.</summary>
internal sealed record Sighting(string Peer, DateTimeOffset Time, PeerState State);
