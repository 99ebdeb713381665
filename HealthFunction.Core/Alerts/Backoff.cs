namespace HealthFunction.Alerts;

/// <summary>How long to wait after an attempt in vain: twice as long each time, with half of it left to chance.</summary>
internal static class Backoff
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(15);

    /// <summary>A receiver that asks for more is asked again after this.</summary>
    public static readonly TimeSpan MaxAsked = TimeSpan.FromHours(1);

    /// <param name="attempts">How many were in vain, from 1.</param>
    /// <param name="asked">How long the receiver asked for, if it did; it is never asked again sooner.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan Pause(int attempts, TimeSpan? asked, double chance)
    {
        var full = First * Math.Pow(2, Math.Min(attempts - 1, 20));
        var pause = (full < MaxPause ? full : MaxPause) * (0.5 + (chance / 2));
        var min = asked > MaxAsked ? MaxAsked : asked;
        return min > pause ? min.Value : pause;
    }
}
