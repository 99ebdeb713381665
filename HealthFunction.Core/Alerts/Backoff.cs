namespace HealthFunction.Alerts;

/// <summary>How long to wait after a failed attempt: the pause doubles each time, and half of it is random.</summary>
internal static class Backoff
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(15);

    /// <summary>The longest pause that a receiver can ask for.</summary>
    public static readonly TimeSpan MaxAsked = TimeSpan.FromHours(1);

    /// <param name="attempts">How many attempts failed, from 1.</param>
    /// <param name="asked">How long the receiver asked to wait, if it did; the next attempt is never earlier.</param>
    /// <param name="chance">A random number from 0 to 1.</param>
    public static TimeSpan Pause(int attempts, TimeSpan? asked, double chance)
    {
        var full = First * Math.Pow(2, Math.Min(attempts - 1, 20));
        var pause = (full < MaxPause ? full : MaxPause) * (0.5 + (chance / 2));
        var min = asked > MaxAsked ? MaxAsked : asked;
        return min > pause ? min.Value : pause;
    }
}
