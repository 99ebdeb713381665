using System.Globalization;

namespace HealthFunction.Formats;

internal static class IsoTime
{
    /// <summary>ISO 8601 in UTC, with as many digits of the fraction as needed.</summary>
    public static string Of(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
