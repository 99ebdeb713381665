using HealthFunction.Checks;

namespace HealthFunction.History.Days;

/// <summary>
/// What is known of one minute. The values are stored. Their order decides between several runs in one minute: the largest wins, so
/// DOWN over UNKNOWN over UP over no data.
/// </summary>
internal enum MinuteState : byte
{
    NoData = 0,
    Up = 1,
    Unknown = 2,
    Down = 3,
}

internal static class MinuteStates
{
    public static MinuteState ToMinuteState(this Verdict verdict) => verdict switch
    {
        Verdict.Up => MinuteState.Up,
        Verdict.Down => MinuteState.Down,
        _ => MinuteState.Unknown,
    };

    /// <param name="state">A state that was recorded.</param>
    public static Verdict ToVerdict(this MinuteState state) => state switch
    {
        MinuteState.Up => Verdict.Up,
        MinuteState.Down => Verdict.Down,
        _ => Verdict.Unknown,
    };
}
