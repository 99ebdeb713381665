using System.Numerics;
using HealthFunction.History.Days;

namespace HealthFunction.History.Fleet;

/// <summary>
/// Combines the days of several sources minute by minute. Every minute of every series is in exactly one state, by the rule that
/// docs/fleet.md has with an example.
/// </summary>
internal sealed class FleetCombiner
{
    private readonly IReadOnlyList<FleetMember> _members;
    private readonly DateOnly _first;
    private readonly int _days;
    private readonly Day?[][] _byDate;
    private readonly PeerSight[] _sights;

    /// <param name="members">In the order in which they are named.</param>
    /// <param name="first">The first date.</param>
    /// <param name="last">The last date.</param>
    public FleetCombiner(IReadOnlyList<FleetMember> members, DateOnly first, DateOnly last)
    {
        (_members, _first, _days) = (members, first, last.DayNumber - first.DayNumber + 1);
        _byDate = [.. members.Select(ByDate)];
        _sights = [.. members.Select((member, index) => SightOf(member.Source, index))];
    }

    /// <param name="names">The checks to combine, beside the overall series.</param>
    public FleetDays Combine(IEnumerable<string> names)
    {
        var any = new List<DaySeries>[_days];
        var all = new List<DaySeries>[_days];
        for (var day = 0; day < _days; day++)
        {
            (any[day], all[day]) = ([], []);
        }

        foreach (var name in names.Prepend(DaySeries.Overall))
        {
            // A check is known to its own region alone: that a peer cannot be reached says nothing of its database.
            MemberSeries[] series = [.. _members.Select((m, i) => new MemberSeries(m, name, _byDate[i], _first, name.Length == 0 ? _sights[i] : null))];
            var errors = new FleetErrors([.. _members.Zip(series, (m, s) => (m.Source, s))]);
            for (var day = 0; day < _days; day++)
            {
                Combine(name, series, errors, day, any[day], all[day]);
            }
        }

        return new FleetDays(Days(any), Days(all), [.. _members.Select((m, i) => new MemberDays(m, OwnDays(i), _sights[i]))]);
    }

    /// <summary>A member's own series are as it recorded them, but for the overall one of days on which the others found it unreachable.</summary>
    private List<Day> OwnDays(int member)
    {
        var overall = new MemberSeries(_members[member], DaySeries.Overall, _byDate[member], _first, _sights[member]);
        List<Day> days = [];
        for (var day = 0; day < _days; day++)
        {
            if (overall.WithUnreachable(day) is { } seen)
            {
                var others = _byDate[member][day]?.Series.Where(series => series.Name.Length > 0) ?? [];
                days.Add(new Day(_first.AddDays(day), [new DayPart(0) { Series = [seen, .. others] }]));
            }
            else if (_byDate[member][day] is { } recorded)
            {
                days.Add(recorded);
            }
        }

        return days;
    }

    private static void Combine(string name, MemberSeries[] series, FleetErrors errors, int day, List<DaySeries> any, List<DaySeries> all)
    {
        var (ofAny, ofAll) = (new DaySeries(name), new DaySeries(name));
        Span<ulong> down = stackalloc ulong[series.Length];
        for (var word = 0; word < MinuteMap.Words; word++)
        {
            var lanes = default(MinuteLanes);
            for (var i = 0; i < series.Length; i++)
            {
                var own = series[i].Lanes(day, word);
                down[i] = own.Down;
                lanes |= own;
            }

            var anyLanes = lanes.Any();
            anyLanes.WriteTo(ofAny, word);
            lanes.All().WriteTo(ofAll, word);
            for (var rest = lanes.Down; rest != 0; rest &= rest - 1)
            {
                var bit = BitOperations.TrailingZeroCount(rest);
                var minute = (word * MinuteMap.MinutesPerWord) + (bit / 2);
                var text = errors.Text(down, bit, day, minute);
                ofAll.Errors.Set(minute, text);
                if ((anyLanes.Down >> bit & 1) != 0)
                {
                    ofAny.Errors.Set(minute, text);
                }
            }
        }

        foreach (var own in series)
        {
            if (own.Series(day) is { } recorded)
            {
                ofAny.Latency.Add(recorded.Latency);
                ofAll.Latency.Add(recorded.Latency);
            }
        }

        Keep(ofAny, any);
        Keep(ofAll, all);
    }

    private static void Keep(DaySeries series, List<DaySeries> day)
    {
        if (!series.Minutes.IsEmpty || series.Latency.Count > 0)
        {
            day.Add(series);
        }
    }

    private List<Day> Days(List<DaySeries>[] byDate)
    {
        List<Day> days = [];
        for (var day = 0; day < byDate.Length; day++)
        {
            if (byDate[day].Count > 0)
            {
                days.Add(new Day(_first.AddDays(day), [new DayPart(0) { Series = byDate[day] }]));
            }
        }

        return days;
    }

    private Day?[] ByDate(FleetMember member)
    {
        var days = new Day?[_days];
        foreach (var day in member.Days)
        {
            if (day.Date.DayNumber - _first.DayNumber is >= 0 and var index && index < _days)
            {
                days[index] = day;
            }
        }

        return days;
    }

    private PeerSight SightOf(string source, int index)
    {
        List<(string, PeerMinutes?[])> watchers = [];
        for (var i = 0; i < _members.Count; i++)
        {
            if (i != index && Array.Exists(_byDate[i], day => day?.FindPeer(source) is not null))
            {
                watchers.Add((_members[i].Source, [.. _byDate[i].Select(day => day?.FindPeer(source))]));
            }
        }

        return new PeerSight(watchers);
    }
}
