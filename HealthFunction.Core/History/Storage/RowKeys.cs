using System.Globalization;
using System.Text;

namespace HealthFunction.History.Storage;

/// <summary>
/// The keys of the table. Keys of day rows begin with d and sort by date; keys of run rows begin with r and sort newest first; one
/// key that begins with a and one that begins with w are for the state of the alerts; <c>PlanKeys</c> has those of plans (i, l, o, p). A later
/// version uses other letters for other rows.
/// </summary>
internal static class RowKeys
{
    /// <summary>Escaping makes at most five characters of each one, and a key holds 512.</summary>
    public const int MaxSourceLength = 100;

    /// <summary>The row of the alerts' state; it never expires.</summary>
    public const string Alerts = "alerts";

    /// <summary>The row of the state of the alerts about a degraded deployment; it never expires.</summary>
    public const string Warnings = "warnings";

    /// <summary>Sorts before every day row.</summary>
    public const string Days = "d";

    /// <summary>Sorts after every day row.</summary>
    public const string AfterDays = "e";

    /// <summary>Sorts before every run row.</summary>
    public const string Runs = "r";

    /// <summary>Sorts after every run row.</summary>
    public const string AfterRuns = "s";

    private const string DayFormat = "yyyyMMdd";

    /// <summary>
    /// Keys must not hold / \ # ? or control characters; all except letters, digits, dot, hyphen and underscore are escaped.
    /// </summary>
    public static string Partition(string source)
    {
        var key = new StringBuilder(source.Length);
        foreach (var c in source)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            {
                key.Append(c);
            }
            else
            {
                key.Append(CultureInfo.InvariantCulture, $"~{(int)c:X4}");
            }
        }

        return key.ToString();
    }

    public static string Run(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"r{DateTime.MaxValue.Ticks - time.UtcTicks:D19}");

    /// <summary>Sorts after the run of the time and before every earlier run.</summary>
    public static string AfterRun(DateTimeOffset time) => Run(time) + "~";

    public static DateTimeOffset RunTime(string key) =>
        new(DateTime.MaxValue.Ticks - long.Parse(key.AsSpan(1), CultureInfo.InvariantCulture), TimeSpan.Zero);

    /// <summary>The first key of a day's rows; <see cref="Day"/> of the next day sorts after the last of them.</summary>
    public static string Day(DateOnly date) => $"d{date.ToString(DayFormat, CultureInfo.InvariantCulture)}";

    public static string DayPart(DateOnly date, int part) => string.Create(CultureInfo.InvariantCulture, $"{Day(date)}.{part:D3}");

    /// <exception cref="InvalidDataException">The key is not one of a day row.</exception>
    public static (DateOnly Date, int Part) DayPart(string key) =>
        TryDayPart(key) ?? throw new InvalidDataException("A day row has a key that is not one of a day.");

    /// <summary>Null when the key is not one of a day row.</summary>
    public static (DateOnly Date, int Part)? TryDayPart(string key) =>
        key.Length == 13
        && DateOnly.TryParseExact(key.AsSpan(1, 8), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && key[9] == '.'
        && int.TryParse(key.AsSpan(10), NumberStyles.None, CultureInfo.InvariantCulture, out var part)
            ? (date, part)
            : null;
}
