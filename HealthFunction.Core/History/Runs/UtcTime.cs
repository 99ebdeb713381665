namespace HealthFunction.History.Runs;

/// <summary>Days and minutes are those of UTC everywhere, so that no day has 23 or 25 hours.</summary>
internal static class UtcTime
{
    public static DateOnly UtcDate(this DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    /// <summary>The minute of the day, from 0.</summary>
    public static int UtcMinute(this DateTimeOffset time) => (int)(time.UtcDateTime.TimeOfDay.Ticks / TimeSpan.TicksPerMinute);

    /// <summary>The beginning of the minute.</summary>
    public static DateTimeOffset ToUtcMinute(this DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    /// <summary>The beginning of the day.</summary>
    public static DateTimeOffset Midnight(this DateOnly date) => new(date, TimeOnly.MinValue, TimeSpan.Zero);
}
