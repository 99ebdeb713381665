using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace HealthFunction.SelfHost.Timers;

/// <summary>An NCRONTAB expression in UTC.</summary>
internal sealed partial class TimerSchedule
{
    private readonly CrontabSchedule _cron;

    private TimerSchedule(CrontabSchedule cron) => _cron = cron;

    /// <summary>Whether it fires more than once a minute; the real host then keeps no status.</summary>
    public bool IsSubMinute(DateTime now) =>
        _cron.ToString().Split(' ').Skip(1).All(field => field == "*") && _cron.GetNextOccurrences(now, now.AddMinutes(1)).Skip(1).Any();

    public DateTime Next(DateTime after) => DateTime.SpecifyKind(_cron.GetNextOccurrence(after), DateTimeKind.Utc);

    /// <exception cref="FormatException">A setting named in it has no value, or what it comes to is no NCRONTAB expression.</exception>
    public static TimerSchedule Parse(string schedule, IConfiguration settings)
    {
        var expression = SettingName().Replace(schedule, name => settings[name.Groups[1].Value] is { Length: > 0 } value
            ? value
            : throw new FormatException($"'{name.Value}' does not resolve to a value"));

        // Six fields are the documented form; the real host takes the five of crontab too.
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var cron = CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = fields != 5 });
        return cron is null
            ? throw new FormatException($"the schedule '{expression}' is no NCRONTAB expression such as '0 */5 * * * *'")
            : new TimerSchedule(cron);
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName();
}
