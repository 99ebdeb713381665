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

    /// <summary>
    /// UP for each minute in which a run found the series degraded, no data for the others; null when none did. A minute counts as
    /// degraded only while it is UP: an app that does not know of this may have recorded a worse state since.
    /// </summary>
    public MinuteMap? Degraded { get; set; }

    /// <summary>
    /// Of UP results only: the time until a deadline says nothing about how fast a dependency answers. An outcome that is given again is
    /// no other answer.
    /// </summary>
    public LatencyHistogram Latency { get; init; } = new();

    public ErrorMap Errors { get; init; } = new();

    public RunCounts Runs { get; set; }

    /// <summary>Sections that a later version of the app wrote; kept as they are.</summary>
    public IReadOnlyList<DaySection> Others { get; init; } = [];

    /// <summary>Whether the minute failed, and all runs that found it in its worst state were planned.</summary>
    public bool IsPlanned(int minute) => Planned?[minute] is MinuteState.Unknown or MinuteState.Down && Planned[minute] == Minutes[minute];

    /// <summary>Whether the minute is UP, and at least one run found it degraded.</summary>
    public bool IsDegraded(int minute) => Degraded?[minute] == MinuteState.Up && Minutes[minute] == MinuteState.Up;

    /// <summary>Counts the minutes from <paramref name="from"/> up to but not including <paramref name="to"/>.</summary>
    public MinuteCounts Count(int from, int to) => Minutes.Count(from, to, Planned, Degraded);

    public void Add(int minute, MinuteState state, TimeSpan duration, string? error, bool isPlanned = false, bool isDegraded = false, bool isKept = false)
    {
        Raise(minute, state, isPlanned, isDegraded, error);
        Runs = Runs.With(state);
        if (state == MinuteState.Up && !isKept)
        {
            Latency.Add(duration);
        }
    }

    /// <summary>Adds the data of the same series in another row.</summary>
    public void Add(DaySeries other)
    {
        for (var minute = other.Minutes.FirstRecorded(); minute >= 0; minute = other.Minutes.FirstRecorded(minute + 1))
        {
            Raise(minute, other.Minutes[minute], other.IsPlanned(minute), other.IsDegraded(minute), other.Errors[minute]);
        }

        Runs += other.Runs;
        Latency.Add(other.Latency);
    }

    /// <summary>Puts the minute into the state unless it is in a worse one; the order of the calls does not matter.</summary>
    public void Raise(int minute, MinuteState state, bool isPlanned, bool isDegraded)
    {
        // An UP minute cannot be a planned failure.
        var planned = isPlanned && state > MinuteState.Up ? state : MinuteState.NoData;
        if (state > Minutes[minute])
        {
            Minutes.Raise(minute, state);
            Plan(minute, planned);
            Degrade(minute, isDegraded && state == MinuteState.Up);
        }
        else if (state == Minutes[minute])
        {
            if (planned == MinuteState.NoData)
            {
                Plan(minute, MinuteState.NoData);
            }

            if (isDegraded && state == MinuteState.Up)
            {
                Degrade(minute, true);
            }
        }
    }

    private void Raise(int minute, MinuteState state, bool isPlanned, bool isDegraded, string? error)
    {
        var before = Minutes[minute];
        Raise(minute, state, isPlanned, isDegraded);
        if (state > before)
        {
            Errors.Set(minute, error);
        }
        else if (state == before)
        {
            Errors.SetFirst(minute, error);
        }
    }

    private void Degrade(int minute, bool isDegraded)
    {
        if (Degraded is not null || isDegraded)
        {
            (Degraded ??= new MinuteMap()).Set(minute, isDegraded ? MinuteState.Up : MinuteState.NoData);
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
