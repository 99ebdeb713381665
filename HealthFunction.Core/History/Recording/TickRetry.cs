using System.Globalization;

namespace HealthFunction.History.Recording;

/// <summary>How a host repeats a tick that failed. All repeats, each with its calls to the table cut short, end before the next minute.</summary>
internal static class TickRetry
{
    public const int MaxRetries = 2;

    /// <summary>Between a failure and the next attempt, as the Functions host takes it.</summary>
    public const string DelayText = "00:00:10";

    public static TimeSpan Delay { get; } = TimeSpan.Parse(DelayText, CultureInfo.InvariantCulture);
}
