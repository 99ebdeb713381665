using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Cronos;
using HealthFunction.History.Maintenance;

namespace HealthFunction.History.Plans;

/// <summary>
/// Windows that begin at the times of a cron expression in a time zone. Each has the same length, whatever the clock of the zone does
/// meanwhile. A time that a clock change leaves out is taken at the end of the gap, and one that occurs twice is taken once.
/// </summary>
internal sealed record Recurrence
{
    public const int MaxExpressionLength = 100;

    public static readonly TimeSpan MinLength = TimeSpan.FromMinutes(1);

    private readonly CronExpression? _expression;
    private readonly TimeZoneInfo? _zone;

    /// <exception cref="FormatException">The expression, the zone or the length cannot be used.</exception>
    [JsonConstructor]
    public Recurrence(string cron, string timeZone, TimeSpan length)
    {
        (Cron, TimeZone, Length) = (cron, timeZone, length);
        if (!TryParse(cron, out _expression))
        {
            throw new FormatException("This is no cron expression of five fields.");
        }

        if (!TryFind(timeZone, out _zone))
        {
            throw new FormatException("This machine knows no time zone of that name.");
        }

        if (length < MinLength || length > MaintenanceWindow.MaxLength)
        {
            throw new FormatException("A window is too short or too long.");
        }
    }

    public string Cron { get; }

    public string TimeZone { get; }

    public TimeSpan Length { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out CronExpression? expression)
    {
        expression = null;
        return text.Length <= MaxExpressionLength && CronExpression.TryParse(text, CronFormat.Standard, out expression);
    }

    public static bool TryFind(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        return name.Length is > 0 and <= MaxExpressionLength && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone);
    }

    /// <summary>The windows that begin in a time, in order; at most <paramref name="max"/>.</summary>
    public IEnumerable<MaintenanceWindow> Between(DateTimeOffset from, DateTimeOffset to, int max)
    {
        var next = _expression!.GetNextOccurrence(from.UtcDateTime, _zone!, inclusive: true);
        for (var made = 0; next is { } begin && begin < to.UtcDateTime && made < max; made++)
        {
            var start = new DateTimeOffset(begin, TimeSpan.Zero);
            yield return new MaintenanceWindow(start, start + Length);
            next = _expression.GetNextOccurrence(begin, _zone!);
        }
    }

    public bool Equals(Recurrence? other) => other is not null && (Cron, TimeZone, Length) == (other.Cron, other.TimeZone, other.Length);

    public override int GetHashCode() => (Cron, TimeZone, Length).GetHashCode();
}
