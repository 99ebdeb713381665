namespace HealthFunction.History.Days;

/// <summary>One UTC day of one check, or of the overall verdict.</summary>
internal sealed class DaySeries(string name)
{
    /// <summary>The series of the overall verdict; no check has an empty name.</summary>
    public const string Overall = "";

    public string Name { get; } = name;

    public MinuteMap Minutes { get; init; } = new();

    /// <summary>
    /// For each planned minute the state in which it was planned, no data for the others; null when nothing was planned. A minute
    /// counts as planned only while it is still in that state: an app that does not know of plans may have recorded a worse one
    /// since.
    /// </summary>
    public MinuteMap? Planned { get; set; }

    /// <summary>Of UP results only: the time until a deadline says nothing about how fast a dependency answers.</summary>
    public LatencyHistogram Latency { get; init; } = new();

    public ErrorMap Errors { get; init; } = new();

    public RunCounts Runs { get; set; }

    /// <summary>Sections that a later version of the app wrote; kept as they are.</summary>
    public IReadOnlyList<DaySection> Others { get; init; } = [];

    /// <summary>Whether the minute failed, and all runs that found it in its worst state were planned.</summary>
    public bool IsPlanned(int minute) => Planned?[minute] is MinuteState.Unknown or MinuteState.Down && Planned[minute] == Minutes[minute];

    /// <summary>Counts the minutes from <paramref name="from"/> up to but not including <paramref name="to"/>.</summary>
    public MinuteCounts Count(int from, int to) => Minutes.Count(from, to, Planned);

    public void Add(int minute, MinuteState state, TimeSpan duration, string? error, bool isPlanned = false)
    {
        Raise(minute, state, isPlanned, error);
        Runs = Runs.With(state);
        if (state == MinuteState.Up)
        {
            Latency.Add(duration);
        }
    }

    /// <summary>Adds the data of the same series in another row.</summary>
    public void Add(DaySeries other)
    {
        for (var minute = other.Minutes.FirstRecorded(); minute >= 0; minute = other.Minutes.FirstRecorded(minute + 1))
        {
            Raise(minute, other.Minutes[minute], other.IsPlanned(minute), other.Errors[minute]);
        }

        Runs += other.Runs;
        Latency.Add(other.Latency);
    }

    /// <summary>Puts the minute into the state unless it is in a worse one; the order of the calls does not matter.</summary>
    public void Raise(int minute, MinuteState state, bool isPlanned)
    {
        // An UP minute cannot be a planned failure.
        var planned = isPlanned && state > MinuteState.Up ? state : MinuteState.NoData;
        if (state > Minutes[minute])
        {
            Minutes.Raise(minute, state);
            Plan(minute, planned);
        }
        else if (state == Minutes[minute] && planned == MinuteState.NoData)
        {
            Plan(minute, MinuteState.NoData);
        }
    }

    private void Raise(int minute, MinuteState state, bool isPlanned, string? error)
    {
        var before = Minutes[minute];
        Raise(minute, state, isPlanned);
        if (state > before)
        {
            Errors.Set(minute, error);
        }
        else if (state == before)
        {
            Errors.SetFirst(minute, error);
        }
    }

    private void Plan(int minute, MinuteState state)
    {
        if (Planned is not null || state != MinuteState.NoData)
        {
            (Planned ??= new MinuteMap()).Set(minute, state);
        }
    }
}
