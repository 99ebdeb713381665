using HealthFunction.History.Days;
using HealthFunction.History.Runs;
using HealthFunction.History.Uptime;

namespace HealthFunction.History.Recent;

/// <summary>Makes a <see cref="HistoryView"/> from day rows.</summary>
/// <param name="members">The checks of each name that can be requested.</param>
internal sealed class HistoryViewBuilder(IReadOnlyDictionary<string, IReadOnlyList<string>> members)
{
    /// <summary>The first day that is needed: one minute before the window, to find out whether an incident began before it.</summary>
    public static DateOnly FirstDay(DateTimeOffset now) => now.AddDays(-HistoryView.Days).AddMinutes(-1).UtcDate();

    /// <param name="days">In ascending order.</param>
    /// <param name="now">The end of all windows.</param>
    public HistoryView Build(IReadOnlyList<Day> days, DateTimeOffset now)
    {
        if (days.Count == 0)
        {
            return HistoryView.Without(HistoryState.Empty, now);
        }

        var series = new Dictionary<string, SeriesView>(StringComparer.OrdinalIgnoreCase)
        {
            [DaySeries.Overall] = Series(days, DaySeries.Overall, now),
        };
        foreach (var (name, checks) in members)
        {
            series[name] = checks is [var only]
                ? Series(days, only, now)
                : Series([.. days.Select(day => Merge(day, name, checks))], name, now);
        }

        return new HistoryView(HistoryState.Read, now, series);
    }

    /// <summary>
    /// A day of a group: each minute has the state of its worst member, and is planned if it was planned for all members in that
    /// state. It is degraded if it is UP and at least one member is degraded.
    /// </summary>
    public static Day Merge(Day day, string name, IReadOnlyList<string> checks)
    {
        var merged = new DaySeries(name);
        foreach (var check in checks)
        {
            if (day.Find(check) is not { } series)
            {
                continue;
            }

            merged.Latency.Add(series.Latency);
            for (var minute = 0; minute < MinuteMap.Minutes; minute++)
            {
                merged.Raise(minute, series.Minutes[minute], series.IsPlanned(minute), series.IsDegraded(minute));
            }
        }

        var part = new DayPart(0);
        part.Series.Add(merged);
        if (day.Find(DaySeries.Overall) is { } overall)
        {
            part.Series.Add(overall);
        }

        return new Day(day.Date, [part]);
    }

    /// <summary>One series as people see it.</summary>
    public static SeriesView Series(IReadOnlyList<Day> days, string name, DateTimeOffset now)
    {
        var calculator = new UptimeCalculator(days, name);
        return new SeriesView(
            Cells(days, name, now),
            [.. HistoryView.Periods.Select(period => calculator.Compute(period, now).Checks[0].Value)],
            StateSince.Of(days, name));
    }

    private static List<DayCell> Cells(IReadOnlyList<Day> days, string name, DateTimeOffset now)
    {
        var today = now.UtcDate();
        var byDate = days.ToDictionary(day => day.Date, day => day.Find(name));
        List<DayCell> cells = new(HistoryView.Days);
        for (var date = today.AddDays(1 - HistoryView.Days); date <= today; date = date.AddDays(1))
        {
            var minutes = date == today ? now.UtcMinute() : MinuteMap.Minutes;
            cells.Add(byDate.GetValueOrDefault(date) is { } series
                ? new DayCell(
                    date,
                    series.Count(0, MinuteMap.Minutes),
                    Math.Max(minutes, series.Minutes.LastRecorded() + 1),
                    series.Latency.Quantile(0.50),
                    series.Latency.Quantile(0.95))
                : new DayCell(date, default, minutes, null, null));
        }

        return cells;
    }
}
