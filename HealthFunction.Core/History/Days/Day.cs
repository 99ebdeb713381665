using HealthFunction.History.Runs;

namespace HealthFunction.History.Days;

/// <summary>All series of one UTC day, in as many rows as they need: one for up to 31 checks.</summary>
internal sealed class Day
{
    private readonly Dictionary<string, Entry> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PeerMinutes> _peers = new(StringComparer.Ordinal);

    /// <param name="date">The UTC date.</param>
    /// <param name="parts">The rows that can be read.</param>
    /// <param name="setAside">The numbers of the rows that cannot be read. They stay as they are, and no new row gets such a
    /// number.</param>
    public Day(DateOnly date, IEnumerable<DayPart> parts, IReadOnlyList<int>? setAside = null)
    {
        Date = date;
        Parts = [.. parts.OrderBy(part => part.Number)];
        SetAside = setAside ?? [];
        foreach (var part in Parts)
        {
            foreach (var series in part.Series)
            {
                // While the first row cannot be read, its series continue in a second one. The day is the sum of both.
                if (!_byName.TryAdd(series.Name, new Entry(series, part)))
                {
                    _byName[series.Name].Merge(series);
                }
            }

            foreach (var peer in part.Peers)
            {
                Seen(peer.Source).Add(peer);
            }
        }
    }

    public DateOnly Date { get; }

    public List<DayPart> Parts { get; }

    /// <summary>The numbers of the rows that are damaged or were written by a later version.</summary>
    public IReadOnlyList<int> SetAside { get; }

    public IEnumerable<DaySeries> Series => _byName.Values.Select(entry => entry.Whole);

    public DaySeries? Find(string name) => _byName.TryGetValue(name, out var entry) ? entry.Whole : null;

    /// <summary>What this source saw of its peers.</summary>
    public IEnumerable<PeerMinutes> Peers => _peers.Values;

    public PeerMinutes? FindPeer(string source) => _peers.GetValueOrDefault(source);

    /// <summary>Adds what was seen of a peer and returns the row that it changed.</summary>
    public DayPart Saw(string source, int minute, PeerState state)
    {
        Seen(source).Saw(minute, state);
        var part = Parts.Find(p => p.Peers.Exists(peer => peer.Source == source)) ?? (Parts.Count > 0 ? Parts[0] : PartWithRoom());
        if (part.Peers.Find(p => p.Source == source) is not { } peer)
        {
            part.Peers.Add(peer = new PeerMinutes(source));
        }

        peer.Saw(minute, state);
        return part;
    }

    /// <summary>Adds a run and returns the rows that it changed.</summary>
    public HashSet<DayPart> Add(RecordedRun run)
    {
        HashSet<DayPart> changed = [];
        var result = new RecordedCheck(DaySeries.Overall, run.Status, run.Duration, run.Error) { Degraded = run.Degraded };
        Add(result, run.Minute, run.Planned != PlannedKind.None, changed);
        foreach (var check in run.Checks)
        {
            // A drained deployment does not excuse a failing dependency.
            Add(check, run.Minute, run.Planned == PlannedKind.Maintenance || check.IsPlanned, changed);
        }

        foreach (var (source, state) in run.Peers)
        {
            changed.Add(Saw(source, run.Minute, state));
        }

        return changed;
    }

    private void Add(in RecordedCheck result, int minute, bool isPlanned, HashSet<DayPart> changed)
    {
        if (!_byName.TryGetValue(result.Name, out var entry))
        {
            _byName[result.Name] = entry = new Entry(new DaySeries(result.Name), PartWithRoom());
            entry.Part.Series.Add(entry.Whole);
        }

        entry.Add(minute, result, isPlanned);
        changed.Add(entry.Part);
    }

    private PeerMinutes Seen(string source) =>
        _peers.TryGetValue(source, out var peer) ? peer : _peers[source] = new PeerMinutes(source);

    private DayPart PartWithRoom()
    {
        if (Parts.Find(part => part.Series.Count < DayPart.MaxSeries) is { } withRoom)
        {
            return withRoom;
        }

        var taken = Parts.Select(part => part.Number).Concat(SetAside).ToHashSet();
        var added = new DayPart(Enumerable.Range(0, int.MaxValue).First(number => !taken.Contains(number)));
        Parts.Add(added);
        return added;
    }

    /// <summary>A series, the row that it is written to, and the sum over all rows that have it.</summary>
    private sealed class Entry(DaySeries own, DayPart part)
    {
        private DaySeries? _merged;

        public DayPart Part => part;

        public DaySeries Whole => _merged ?? own;

        public void Merge(DaySeries other)
        {
            if (_merged is null)
            {
                _merged = new DaySeries(own.Name);
                _merged.Add(own);
            }

            _merged.Add(other);
        }

        public void Add(int minute, in RecordedCheck result, bool isPlanned)
        {
            Add(own, minute, result, isPlanned);
            if (_merged is not null)
            {
                Add(_merged, minute, result, isPlanned);
            }
        }

        private static void Add(DaySeries to, int minute, in RecordedCheck result, bool isPlanned) =>
            to.Add(minute, result.Verdict.ToMinuteState(), result.Duration, result.Error, isPlanned, result.Degraded is not null, result.Age is not null);
    }
}
