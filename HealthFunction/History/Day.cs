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
        var result = new RecordedCheck(DaySeries.Overall, run.Status, run.Duration, run.Error);
        Add(result, run.Minute, run.Planned != PlannedKind.None, changed);
        foreach (var check in run.Checks)
        {
            // A dependency that fails while the deployment is drained fails all the same.
            Add(check, run.Minute, run.Planned == PlannedKind.Maintenance, changed);
        }

        return changed;
    }

    private void Add(in RecordedCheck result, int minute, bool isPlanned, HashSet<DayPart> changed)
    {
        if (!_byName.TryGetValue(result.Name, out var entry))
        {
            _byName[result.Name] = entry = (new DaySeries(result.Name), PartWithRoom());
            entry.Part.Series.Add(entry.Series);
        }

        entry.Series.Add(minute, result.Verdict.ToMinuteState(), result.Duration, result.Error, isPlanned);
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
