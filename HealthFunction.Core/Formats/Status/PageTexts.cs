using System.Globalization;
using HealthFunction.Checks;
using HealthFunction.History.Runs;
using HealthFunction.History.Uptime;
using HealthFunction.Localisation;

namespace HealthFunction.Formats.Status;

/// <summary>
/// How the page writes times, durations and shares in its language. Times are UTC, because readers may be in several time zones.
/// </summary>
internal sealed class PageTexts(Texts texts)
{
    private static readonly string[] Months =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    private readonly string[] _months = Array.ConvertAll(Months, month => texts.GetIn("month", month));

    public Texts Texts => texts;

    public string Day(DateOnly date) => texts.GetIn(
        "date",
        "%(day)s %(month)s",
        ("day", date.Day.ToString(CultureInfo.InvariantCulture)),
        ("month", _months[date.Month - 1]));

    /// <summary>The shortest form of the language, because each of 900 bars has it.</summary>
    public string ShortDay(DateOnly date) => texts.GetIn(
        "bar",
        "%(day)s %(month)s",
        ("day", date.Day.ToString(CultureInfo.InvariantCulture)),
        ("month", _months[date.Month - 1]),
        ("number", date.Month.ToString(CultureInfo.InvariantCulture)));

    public string Moment(DateTimeOffset time) =>
        $"{Day(time.UtcDate())} {time.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC";

    public static string Clock(DateTimeOffset time) => $"{time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC";

    public string Length(int minutes)
    {
        var (days, rest) = Math.DivRem(minutes, 24 * 60);
        var (hours, left) = Math.DivRem(rest, 60);
        return this switch
        {
            _ when days > 0 => Joined(Unit("%(count)s d", days), hours, "%(count)s h"),
            _ when hours > 0 => Joined(Unit("%(count)s h", hours), left, "%(count)s min"),
            _ => Unit("%(count)s min", left),
        };
    }

    public string Latency(TimeSpan latency)
    {
        var ms = latency.TotalMilliseconds;
        return texts.GetIn("unit", "%(count)s ms", ("count", texts.Number(ms, ms < 9.95 ? "0.0" : "0")));
    }

    public string Uptime(double? share) => share is { } known
        ? Written(Percent.Uptime(known), "0.##")
        : "–";

    public string Coverage(double share) => Written(Percent.Coverage(share), "0.#");

    public string CoverageText(double share) => texts.Number(Percent.Coverage(share), "0.#");

    /// <summary>A downtime above 0 is not shown as 0, and one below 100 % not as 100 %.</summary>
    public string DownText(double share) => share switch
    {
        < 0.01 => texts.Number(share > 0 ? Math.Max(share * 100, 0.01) : 0, "0.##"),
        < 0.1 => texts.Number(share * 100, "0.#"),
        _ => texts.Number(Percent.Whole(share), "0"),
    };

    public string Of(Verdict verdict) => texts.GetIn("verdict", verdict switch
    {
        Verdict.Up => "Up",
        Verdict.Down => "Down",
        _ => "Unknown",
    });

    public string Of(CheckOutcome check) => check.Degraded is null ? Of(check.Verdict) : texts.GetIn("verdict", "Up, degraded");

    public string Of(Period period) => period.Length.TotalDays <= 1
        ? texts.Plural("%(count)s hour", "%(count)s hours", (long)period.Length.TotalHours)
        : texts.Plural("%(count)s day", "%(count)s days", (long)period.Length.TotalDays);

    private string Written(double number, string format) => texts.GetIn("share", "%(number)s%", ("number", texts.Number(number, format)));

    private string Joined(string first, int count, string id) => count == 0 ? first : $"{first} {Unit(id, count)}";

    private string Unit(string id, int count) => texts.GetIn("unit", id, ("count", count.ToString(CultureInfo.InvariantCulture)));
}
