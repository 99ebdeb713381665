using System.Globalization;

namespace HealthFunction.History.Recording;

/// <summary>
/// How a host repeats a failed tick. All repeats, with a short timeout for each call to the table, end before the next minute.
/// </summary>
internal static class TickRetry
{
    public const int MaxRetries = 2;

    /// <summary>The pause between a failure and the next attempt, in the form that the Functions host accepts.</summary>
    public const string DelayText = "00:00:10";

    public static TimeSpan Delay { get; } = TimeSpan.Parse(DelayText, CultureInfo.InvariantCulture);
}
