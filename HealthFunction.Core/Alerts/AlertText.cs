using System.Globalization;
using HealthFunction.Checks;

namespace HealthFunction.Alerts;

/// <summary>A message in words: plain text, in English, times in UTC.</summary>
internal static class AlertText
{
    public static string Title(AlertMessage message) => message.Subject == AlertSubject.Degraded
        ? message.Kind switch
        {
            AlertKind.Down => $"Degraded: {message.Source}",
            AlertKind.Reminder => $"Still degraded: {message.Source}",
            _ => $"No longer degraded: {message.Source}",
        }
        : OutageTitle(message);

    private static string OutageTitle(AlertMessage message) => message.Kind switch
    {
        AlertKind.Down => $"{VerdictText.Of(message.Status)}: {message.Source}",
        AlertKind.Reminder => $"Still {VerdictText.Of(message.Status)}: {message.Source}",
        _ => $"UP again: {message.Source}",
    };

    public static string Summary(AlertMessage message) => message switch
    {
        { Subject: AlertSubject.Degraded, Kind: AlertKind.Resolved, Until: { } until } =>
            $"It was UP and degraded for {Duration(message.Duration)}, from {Time(message.Since)} to {Time(until)}.",
        { Subject: AlertSubject.Degraded, Kind: AlertKind.Reminder } =>
            $"It has been UP and degraded for {Duration(message.Duration)}, since {Time(message.Since)}.",
        { Subject: AlertSubject.Degraded } => $"It has been UP and degraded since {Time(message.Since)}.",
        { Kind: AlertKind.Resolved, Until: { } until } =>
            $"It was not UP for {Duration(message.Duration)}, from {Time(message.Since)} to {Time(until)}.",
        { Kind: AlertKind.Reminder } => $"It has not been UP for {Duration(message.Duration)}, since {Time(message.Since)}.",
        _ => $"It has not been UP since {Time(message.Since)}.",
    };

    /// <summary>A line for each check that fails or is degraded, and a last one with the number of those that are not listed.</summary>
    public static IEnumerable<string> Checks(AlertMessage message)
    {
        foreach (var check in message.Failing)
        {
            yield return Check(check);
        }

        if (message.FailingCount > message.Failing.Count)
        {
            yield return More(message.FailingCount - message.Failing.Count);
        }
    }

    public static string Check(FailingCheck check)
    {
        var verdict = check.Verdict == Verdict.Up ? "" : $" is {VerdictText.Of(check.Verdict)}";
        var name = check.Traits.Description is { } description ? $"{check.Name} ({description})" : check.Name;
        return check.Error is null ? $"{name}{verdict}" : $"{name}{verdict}: {check.Error}";
    }

    public static string More(int count) => string.Create(CultureInfo.InvariantCulture, $"and {count} more");

    /// <summary>As much as fits into one line.</summary>
    public static string Line(AlertMessage message)
    {
        var line = $"{Title(message)}. {Summary(message)}";
        return message.Error is { } error ? $"{line} {(message.Kind == AlertKind.Resolved ? "It was" : "It is")} {error}." : line;
    }

    /// <summary>The two largest units of a duration, such as <c>4 h 5 min</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        string[] units =
        [
            .. new[] { (duration.Days, "d"), (duration.Hours, "h"), (duration.Minutes, "min"), (duration.Seconds, "s") }
                .SkipWhile(u => u.Item1 == 0)
                .Take(2)
                .Where(u => u.Item1 > 0)
                .Select(u => string.Create(CultureInfo.InvariantCulture, $"{u.Item1} {u.Item2}")),
        ];
        return units.Length == 0 ? "less than a second" : string.Join(' ', units);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
