using HealthFunction.Checks;
using HealthFunction.History.Runs;

namespace HealthFunction.Tests.Browser;

/// <summary>The states of a check on each date, determined by the date alone, and how the page has to show them.</summary>
internal static class OutagePattern
{
    public const string Check = "endpoint.default";

    public const string Error = "connection refused";

    /// <summary>The state of a minute; null when nothing was recorded.</summary>
    public static Verdict? At(DateOnly date, int minute) => Kind(date) switch
    {
        DayKind.Missing => null,
        DayKind.Half when minute >= 720 => null,
        DayKind.Down when minute < DownMinutes(date) => Verdict.Down,
        DayKind.Planned when minute is >= 1320 and < 1380 => Verdict.Down,
        DayKind.Unknown when minute is >= 100 and < 172 => Verdict.Unknown,
        _ => Verdict.Up,
    };

    /// <summary>The English words of a whole day's bar.</summary>
    public static (string Class, string Words) Expected(DateOnly date)
    {
        var day = $"{date.Day} {date.ToString("MMM", System.Globalization.CultureInfo.InvariantCulture)}";
        return Kind(date) switch
        {
            DayKind.Missing => ("n", $"{day}: no data"),
            DayKind.Half => ("v", $"{day}: no downtime|50% covered"),
            DayKind.Down => ("d", $"{day}|down {DownShare(date)}%|100% covered"),
            DayKind.Planned => ("m", $"{day}: planned downtime|100% covered"),
            DayKind.Unknown => ("k", $"{day}: unknown at times|95% covered"),
            _ => ("", $"{day}: no downtime, all covered"),
        };
    }

    public static RecordedRun? Run(DateOnly date, int minute) => At(date, minute) is { } verdict
        ? new RecordedRun
        {
            Time = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero).AddMinutes(minute),
            Status = verdict,
            Duration = TimeSpan.FromMilliseconds(2),
            Error = verdict == Verdict.Up ? null : $"{Check}: {Error}",
            Planned = Kind(date) == DayKind.Planned ? PlannedKind.Maintenance : PlannedKind.None,
            Checks = [new RecordedCheck(Check, verdict, TimeSpan.FromMilliseconds(2), verdict == Verdict.Up ? null : Error)],
        }
        : null;

    private static DayKind Kind(DateOnly date) => (date.DayNumber % 15) switch
    {
        0 or 7 => DayKind.Down,
        3 => DayKind.Missing,
        5 => DayKind.Half,
        11 => DayKind.Unknown,
        13 => DayKind.Planned,
        _ => DayKind.Fine,
    };

    // One minute, a twentieth of a day, all of it.
    private static int DownMinutes(DateOnly date) => (date.DayNumber % 3) switch
    {
        0 => 1,
        1 => 72,
        _ => 1440,
    };

    private static string DownShare(DateOnly date) => DownMinutes(date) switch
    {
        1 => "0.07",
        72 => "5",
        _ => "100",
    };

    private enum DayKind
    {
        Fine,
        Down,
        Missing,
        Half,
        Unknown,
        Planned,
    }
}
