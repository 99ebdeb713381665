namespace HealthFunction.History;

/// <summary>All series of one UTC day, in as many rows as they take: one for up to 31 checks.</summary>
internal sealed class Day
{
    private readonly Dictionary<string, (DaySeries Series, DayPart Part)> _byName = new(StringComparer.Ordinal);

    public Day(DateOnly date, IEnumerable<DayPart> parts)
    {
        Date = date;
        Parts = [.. parts.OrderBy(part => part.Number)];
        foreach (var part in Parts)
        {
            foreach (var series in part.Series)
            {
                _byName.TryAdd(series.Name, (series, part));
            }
        }
    }

    public DateOnly Date { get; }

    public List<DayPart> Parts { get; }

    public IEnumerable<DaySeries> Series => _byName.Values.Select(entry => entry.Series);

    public DaySeries? Find(string name) => _byName.TryGetValue(name, out var entry) ? entry.Series : null;

    /// <summary>Adds a run and says which rows it changed.</summary>
    public HashSet<DayPart> Add(RecordedRun run)
    {
        HashSet<DayPart> changed = [];
        Add(DaySeries.Overall, run.Minute, run.Status.ToMinuteState(), run.Duration, run.Error, changed);
        foreach (var check in run.Checks)
        {
            Add(check.Name, run.Minute, check.Verdict.ToMinuteState(), check.Duration, check.Error, changed);
        }

        return changed;
    }

    private void Add(string name, int minute, MinuteState state, TimeSpan duration, string? error, HashSet<DayPart> changed)
    {
        if (!_byName.TryGetValue(name, out var entry))
        {
            _byName[name] = entry = (new DaySeries(name), PartWithRoom());
            entry.Part.Series.Add(entry.Series);
        }

        entry.Series.Add(minute, state, duration, error);
        changed.Add(entry.Part);
    }

    private DayPart PartWithRoom()
    {
        foreach (var part in Parts)
        {
            if (part.Series.Count < DayPart.MostSeries)
            {
                return part;
            }
        }

        Parts.Add(new DayPart(Parts.Count == 0 ? 0 : Parts[^1].Number + 1));
        return Parts[^1];
    }
}
