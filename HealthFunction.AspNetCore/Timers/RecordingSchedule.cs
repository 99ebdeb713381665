using HealthFunction.History.Recording;
using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace HealthFunction.AspNetCore.Timers;

/// <summary>When runs are recorded: the NCRONTAB expression in <c>HistorySchedule</c>, in UTC.</summary>
internal sealed class RecordingSchedule
{
    private const int FieldsOfCrontab = 5;

    private readonly CrontabSchedule _cron;

    private RecordingSchedule(CrontabSchedule cron) => _cron = cron;

    /// <param name="expression">The setting's value; null or empty means each minute.</param>
    /// <returns>Null when it is not an NCRONTAB expression.</returns>
    public static RecordingSchedule? TryParse(string? expression)
    {
        var text = string.IsNullOrEmpty(expression) ? TickSchedule.EachMinute : expression;

        // Six fields are the documented form; the Functions host also accepts the five of crontab.
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var cron = CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields != FieldsOfCrontab });
        return cron is null ? null : new RecordingSchedule(cron);
    }

    public static RecordingSchedule Read(SettingsSection health, IConfiguration configuration)
    {
        var setting = new TickSchedule(configuration[TickSchedule.Setting]);
        if (TryParse(setting.Expression) is { } schedule)
        {
            return schedule;
        }

        if (setting.IsUsable)
        {
            // Valid for the Functions host, and so not reported yet.
            setting.Report(health);
        }

        return TryParse(null)!;
    }

    public DateTimeOffset Next(DateTimeOffset after) =>
        new(DateTime.SpecifyKind(_cron.GetNextOccurrence(after.UtcDateTime), DateTimeKind.Utc));
}
