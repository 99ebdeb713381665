using System.Globalization;

namespace HealthFunction.History.Maintenance;

/// <summary>
/// A time in which failures are expected, from <paramref name="From"/> up to but not including <paramref name="To"/>, in UTC.
/// </summary>
internal readonly record struct MaintenanceWindow(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>A longer window would hide failures that were not planned.</summary>
    public static readonly TimeSpan MaxLength = TimeSpan.FromDays(7);

    // A time without an offset is ambiguous: it could be the operator's, the server's or the reader's.
    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz",
    ];

    public bool Holds(DateTimeOffset time) => time >= From && time < To;

    /// <summary>Parses an ISO 8601 interval of two times with offsets; null when the text is none.</summary>
    public static MaintenanceWindow? TryParse(string text) =>
        text.Split('/', StringSplitOptions.TrimEntries) is [var first, var second]
        && ParseTime(first) is { } from && ParseTime(second) is { } to
        && to > from && to - from <= MaxLength
            ? new MaintenanceWindow(from, to)
            : null;

    /// <summary>A time of ISO 8601 with its offset; null when the text is none.</summary>
    public static DateTimeOffset? ParseTime(string text)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, Utc, out var time) ? time : null;
    }
}
