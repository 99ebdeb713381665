using HealthFunction.History.Days;

namespace HealthFunction.History.Fleet;

/// <summary>All sources of the fleet at one moment, shared by all who look within a while.</summary>
internal sealed class FleetReading
{
    private readonly DateOnly _last;
    private readonly Lazy<FleetDays> _combined;

    /// <param name="now">When it was made.</param>
    /// <param name="first">The first date that was read.</param>
    /// <param name="last">The last one.</param>
    /// <param name="sources">The app's own first, then the others in configured order.</param>
    public FleetReading(DateTimeOffset now, DateOnly first, DateOnly last, IReadOnlyList<SourceReading> sources)
    {
        (Now, First, _last, Sources) = (now, first, last, sources);
        _combined = new(() => new FleetCombiner(Members, First, _last).Combine(CheckNames()));
    }

    public DateTimeOffset Now { get; }

    public DateOnly First { get; }

    public IReadOnlyList<SourceReading> Sources { get; }

    public IReadOnlyList<FleetMember> Members => [.. Sources.Select(source => source.Member)];

    /// <summary>The series of all checks, made when the first one asks.</summary>
    public FleetDays Combined => _combined.Value;

    /// <summary>The overall series alone, which is a tenth of the work where no caller asks for the checks.</summary>
    public FleetDays CombineOverall() => _combined.IsValueCreated ? _combined.Value : new FleetCombiner(Members, First, _last).Combine([]);

    /// <summary>The series of one name over other days of the members, such as those of a group.</summary>
    public FleetDays Combine(IReadOnlyList<FleetMember> members, string name) => new FleetCombiner(members, First, _last).Combine([name]);

    /// <summary>In the order of the newest days.</summary>
    private List<string> CheckNames()
    {
        var known = new HashSet<string>(StringComparer.Ordinal) { DaySeries.Overall };
        List<string> names = [];
        foreach (var member in Members)
        {
            foreach (var day in member.Days.Reverse())
            {
                names.AddRange(day.Series.Select(series => series.Name).Where(known.Add));
            }
        }

        return names;
    }
}
