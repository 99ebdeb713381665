using System.Globalization;
using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;

namespace HealthFunction.History.Recording;

/// <summary>
/// When runs are recorded: the setting <c>HistorySchedule</c>, which is not below <c>Health__</c> because the Functions host reads
/// it. If the host cannot parse the expression, it only logs that and runs without the timer.
/// </summary>
/// <param name="Expression">Null or empty means each minute, unless the host requires a value.</param>
internal sealed record TickSchedule(string? Expression)
{
    public const string Setting = "HistorySchedule";
    public const string EachMinute = "0 * * * * *";

    /// <summary>The fault where a host insists on one and history is kept.</summary>
    public const string Missing = $"{Setting} is not set, so that no run would be recorded; {Accepted}";

    private const string Accepted = $"it accepts an NCRONTAB expression of six fields in UTC, such as {EachMinute}.";

    private static readonly string[] Months = [.. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Where(n => n.Length > 0)];
    private static readonly string[] Weekdays = CultureInfo.InvariantCulture.DateTimeFormat.DayNames;

    /// <summary>Second, minute, hour, day, month, weekday. Names count from the lowest number.</summary>
    private static readonly (int Min, int Max, string[] Names)[] Fields =
        [(0, 59, []), (0, 59, []), (0, 23, []), (1, 31, []), (1, 12, Months), (0, 6, Weekdays)];

    public static TickSchedule Read(SettingsSection health, IConfiguration configuration)
    {
        var schedule = new TickSchedule(configuration[Setting]);
        if (!schedule.IsUsable)
        {
            schedule.Report(health);
        }

        return schedule;
    }

    /// <summary>
    /// Whether a timer can use it: six fields of NCRONTAB, the five of crontab, or a time span, which Functions accepts on some
    /// plans.
    /// </summary>
    public bool IsUsable => string.IsNullOrEmpty(Expression) || IsCron(Expression)
        || (Expression.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(Expression, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero);

    public void Report(SettingsSection health) =>
        health.Report([$"{Setting} is \"{Expression}\"; {Accepted}"]);

    private static bool IsCron(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length is 5 or 6
            && fields.Zip(Fields[^fields.Length..]).All(f => f.First.Split(',').All(item => IsItem(item, f.Second)));
    }

    /// <summary>*, a value or a range, with or without a step.</summary>
    private static bool IsItem(string item, (int Min, int Max, string[] Names) field)
    {
        var parts = item.Split('/');
        return parts.Length <= 2
            && (parts.Length == 1 || (IsNumber(parts[1], out var step) && step > 0))
            && (parts[0] == "*" || (parts[0].Split('-') is { Length: <= 2 } ends && ends.All(end => IsValue(end, field))));
    }

    private static bool IsValue(string text, (int Min, int Max, string[] Names) field) => IsNumber(text, out var value)
        ? value >= field.Min && value <= field.Max
        : text.Length > 0 && field.Names.Any(name => name.StartsWith(text, StringComparison.OrdinalIgnoreCase));

    private static bool IsNumber(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
