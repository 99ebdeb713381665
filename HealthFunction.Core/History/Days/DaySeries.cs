namespace HealthFunction.History.Days;

/// <summary>One UTC day of one check, or of the overall verdict.</summary>
internal sealed class DaySeries(string name)
{
    /// <summary>The series of the overall verdict; no check has an empty name.</summary>
    public const string Overall = "";

    public string Name { get; } = name;

    public MinuteMap Minutes { get; init; } = new();

    /// <summary>
    /// The state in which a minute was planned, and no data where it was not; null when nothing was. It counts only while the minute
    /// is in that state: an app that does not know of plans may have recorded a worse one since.
    /// </summary>
    public MinuteMap? Planned { get; set; }

    /// <summary>Of UP results only: the time until a deadline says nothing of how fast a dependency answers.</summary>
    public LatencyHistogram Latency { get; init; } = new();

    public ErrorMap Errors { get; init; } = new();

    public RunCounts Runs { get; set; }

    /// <summary>What a later version of the app wrote beside these, kept as it is.</summary>
    public IReadOnlyList<DaySection> Others { get; init; } = [];

    /// <summary>Whether the minute failed and every run that found it in its worst state was planned.</summary>
    public bool IsPlanned(int minute) => Planned?[minute] is MinuteState.Unknown or MinuteState.Down && Planned[minute] == Minutes[minute];

    /// <summary>Counts the minutes from <paramref name="from"/> up to and without <paramref name="to"/>.</summary>
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

    /// <summary>Adds what another row has of the same series.</summary>
    public void Add(DaySeries other)
    {
        for (var minute = other.Minutes.FirstRecorded(); minute >= 0; minute = other.Minutes.FirstRecorded(minute + 1))
        {
            Raise(minute, other.Minutes[minute], other.IsPlanned(minute), other.Errors[minute]);
        }

        Runs += other.Runs;
        Latency.Add(other.Latency);
    }

    /// <summary>Puts the minute into the state unless it is in a worse one; whatever the order of the calls, it ends up the same.</summary>
    public void Raise(int minute, MinuteState state, bool isPlanned)
    {
        // An UP minute has nothing that could be planned.
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
