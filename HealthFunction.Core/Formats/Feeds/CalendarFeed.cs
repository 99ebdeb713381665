using System.Globalization;
using System.Text;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;

namespace HealthFunction.Formats.Feeds;

/// <summary>
/// Maintenance as iCalendar (RFC 5545). Windows that recur are written one by one: not every cron expression has a rule there.
/// </summary>
internal static class CalendarFeed
{
    public const string ContentType = "text/calendar; charset=utf-8";

    /// <summary>In octets, without the line's end.</summary>
    private const int MaxLine = 75;

    private const int MaxEvents = 1000;

    private static readonly TimeSpan Shown = TimeSpan.FromDays(90);

    /// <param name="source">The only source; null takes all.</param>
    /// <param name="plans">The plans, past ones included.</param>
    /// <param name="windows">The windows of the settings, and the source that they are for.</param>
    /// <param name="now">When the calendar is made.</param>
    public static byte[] Write(string? source, IEnumerable<Plan> plans, (string Source, MaintenanceSchedule Schedule) windows, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//HealthFunction//plans//EN");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, $"X-WR-CALNAME:{Escape(source is null ? "Maintenance" : $"Maintenance of {source}")}");
        var planned = plans
            .Where(plan => plan.Kind == PlanKind.Maintenance && (source is null || plan.IsFor(source)))
            .SelectMany(plan => MaintenanceCalendar.WindowsOf(plan, now).Select(w => (Window: w, plan.Source, plan.Text, Name: plan.Id, Stamp: plan.Changed, plan.Revision)));
        var set = source is null || source.Equals(windows.Source, StringComparison.OrdinalIgnoreCase)
            ? windows.Schedule.Windows.Select(w => (Window: w, Source: (string?)windows.Source, Text: "", Name: windows.Source, Stamp: w.From, Revision: 1))
            : [];
        foreach (var (window, of, what, name, stamp, revision) in planned.Concat(set).Where(e => e.Window.To > now - Shown).OrderBy(e => e.Window.From).Take(MaxEvents))
        {
            Line(text, "BEGIN:VEVENT");
            Line(text, $"UID:{FeedEntry.IdOf($"window {name} {window.From.UtcTicks.ToString(CultureInfo.InvariantCulture)}")}");
            Line(text, $"DTSTAMP:{Time(stamp)}");
            Line(text, $"SEQUENCE:{(revision - 1).ToString(CultureInfo.InvariantCulture)}");
            Line(text, $"DTSTART:{Time(window.From)}");
            Line(text, $"DTEND:{Time(window.To)}");
            Line(text, $"SUMMARY:{Escape($"Maintenance: {of ?? "all"}")}");
            if (what.Length > 0)
            {
                Line(text, $"DESCRIPTION:{Escape(what)}");
            }

            Line(text, "TRANSP:TRANSPARENT");
            Line(text, "END:VEVENT");
        }

        Line(text, "END:VCALENDAR");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal)
        .Replace("\r", "", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>Folds a line that is too long between two characters.</summary>
    private static void Line(StringBuilder text, string line)
    {
        var length = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > MaxLine)
            {
                text.Append("\r\n ");
                length = 1;
            }

            text.Append(rune.ToString());
            length += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
