using HealthFunction.History.Days;
using HealthFunction.History.Runs;

namespace HealthFunction.History.Uptime;

/// <summary>The state of a series by its newest minute, where that is not long ago.</summary>
/// <param name="State">The state.</param>
/// <param name="IsPlanned">Whether that was planned.</param>
/// <param name="Since">The first minute of it, without another state in between.</param>
internal sealed record CurrentState(MinuteState State, bool IsPlanned, DateTimeOffset Since)
{
    /// <summary>Whether it is UP and degraded.</summary>
    public bool IsDegraded { get; init; }

    /// <summary>Time for a recorder to write a minute, for a reading of it that is kept, and for a schedule that is slower than a minute.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    /// <param name="days">In ascending order.</param>
    /// <param name="name">The series.</param>
    /// <param name="now">The time from which the age of a minute counts.</param>
    /// <returns>Null when the last minutes have no data.</returns>
    public static CurrentState? Of(IReadOnlyList<Day> days, string name, DateTimeOffset now)
    {
        for (var i = days.Count - 1; i >= 0; i--)
        {
            if (days[i].Find(name) is { } series && series.Minutes.LastRecorded() is >= 0 and var minute)
            {
                return days[i].Date.Midnight().AddMinutes(minute) + MaxAge >= now && StateSince.Of(days, name) is { } since
                    ? new CurrentState(series.Minutes[minute], series.IsPlanned(minute), since.Since) { IsDegraded = series.IsDegraded(minute) }
                    : null;
            }
        }

        return null;
    }

    /// <summary>The newest minute with data; null when there is none.</summary>
    public static DateTimeOffset? LastRecorded(IReadOnlyList<Day> days, string name)
    {
        for (var i = days.Count - 1; i >= 0; i--)
        {
            if (days[i].Find(name)?.Minutes.LastRecorded() is >= 0 and var minute)
            {
                return days[i].Date.Midnight().AddMinutes(minute);
            }
        }

        return null;
    }
}
