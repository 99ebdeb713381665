namespace HealthFunction.History;

/// <summary>One UTC day of one check, or of the overall verdict.</summary>
internal sealed class DaySeries(string name)
{
    /// <summary>The series of the overall verdict; no check has an empty name.</summary>
    public const string Overall = "";

    public string Name { get; } = name;

    public MinuteMap Minutes { get; init; } = new();

    /// <summary>Of UP results only: the time until a deadline says nothing of how fast a dependency answers.</summary>
    public LatencyHistogram Latency { get; init; } = new();

    public ErrorMap Errors { get; init; } = new();

    public RunCounts Runs { get; set; }

    /// <summary>What a later version of the app wrote beside these, kept as it is.</summary>
    public IReadOnlyList<DaySection> Others { get; init; } = [];

    public void Add(int minute, MinuteState state, TimeSpan duration, string? error)
    {
        var before = Minutes[minute];
        if (state > before)
        {
            Minutes.Raise(minute, state);
            Errors.Set(minute, error);
        }
        else if (state == before)
        {
            Errors.SetFirst(minute, error);
        }

        Runs = Runs.With(state);
        if (state == MinuteState.Up)
        {
            Latency.Add(duration);
        }
    }
}
