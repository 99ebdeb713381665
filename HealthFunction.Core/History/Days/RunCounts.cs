namespace HealthFunction.History.Days;

/// <summary>How many runs a day row holds, by verdict. Several runs in one minute are all counted.</summary>
internal readonly record struct RunCounts(long Up, long Unknown, long Down)
{
    public long Total => Up + Unknown + Down;

    public RunCounts With(MinuteState state) => state switch
    {
        MinuteState.Up => this with { Up = Up + 1 },
        MinuteState.Down => this with { Down = Down + 1 },
        _ => this with { Unknown = Unknown + 1 },
    };

    public static RunCounts operator +(RunCounts a, RunCounts b) => new(a.Up + b.Up, a.Unknown + b.Unknown, a.Down + b.Down);
}
