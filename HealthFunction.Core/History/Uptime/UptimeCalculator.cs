using HealthFunction.History.Days;
using HealthFunction.History.Runs;

namespace HealthFunction.History.Uptime;

/// <summary>Computes uptime from day rows alone, so that its cost depends on days and checks and not on runs.</summary>
internal sealed class UptimeCalculator
{
    private readonly IReadOnlyList<Day> _days;
    private readonly Dictionary<string, IReadOnlyList<Incident>> _incidents;

    /// <param name="days">In ascending order; days without data may be left out.</param>
    /// <param name="check">The only check to compute; null means all.</param>
    public UptimeCalculator(IReadOnlyList<Day> days, string? check)
    {
        _days = days;
        Checks = check is not null ? [check] : CheckNames(days);
        _incidents = Checks.Append(DaySeries.Overall).Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => IncidentFinder.Find(days, name), StringComparer.Ordinal);
    }

    /// <summary>In the order of the latest day; checks that only earlier days have follow.</summary>
    public IReadOnlyList<string> Checks { get; }

    public UptimeWindow Compute(Period period, DateTimeOffset now)
    {
        var to = now.ToUtcMinute();
        var from = to - period.Length;
        return new UptimeWindow(
            period,
            from,
            to,
            Compute(DaySeries.Overall, from, to),
            [.. Checks.Select(name => KeyValuePair.Create(name, Compute(name, from, to)))]);
    }

    private UptimeFigures Compute(string name, DateTimeOffset from, DateTimeOffset to)
    {
        MinuteCounts counts = default;
        var latency = new LatencyHistogram();
        DateTimeOffset? since = null;
        foreach (var day in _days)
        {
            var midnight = day.Date.Midnight();
            var first = (int)Math.Max(0, (from - midnight).TotalMinutes);
            var end = (int)Math.Min(MinuteMap.Minutes, (to - midnight).TotalMinutes);
            if (first >= end || day.Find(name) is not { } series)
            {
                continue;
            }

            counts += series.Count(first, end);
            latency.Add(series.Latency);
            if (since is null && series.Minutes.FirstRecorded(first) is >= 0 and var minute && minute < end)
            {
                since = midnight.AddMinutes(minute);
            }
        }

        return new UptimeFigures
        {
            Counts = counts,
            Missing = (int)(to - from).TotalMinutes - counts.Recorded,
            Since = since,
            Latency = latency,
            Incidents = [.. _incidents[name].Where(incident => incident.End > from).Reverse()],
        };
    }

    private static List<string> CheckNames(IReadOnlyList<Day> days)
    {
        var names = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal) { DaySeries.Overall };
        foreach (var day in days.Reverse())
        {
            names.AddRange(day.Series.Select(series => series.Name).Where(known.Add));
        }

        return names;
    }
}
