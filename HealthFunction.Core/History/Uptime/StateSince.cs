using HealthFunction.History.Days;
using HealthFunction.History.Runs;

namespace HealthFunction.History.Uptime;

/// <summary>The state in which a series was last recorded, and since when it has been in that state without a change.</summary>
/// <param name="State">The state.</param>
/// <param name="Since">The first minute of the state.</param>
/// <param name="IsAtLeast">Whether there is no older data, so that the state may have begun earlier.</param>
internal sealed record StateSince(MinuteState State, DateTimeOffset Since, bool IsAtLeast)
{
    /// <param name="days">In ascending order.</param>
    /// <param name="name">The series.</param>
    /// <returns>Null when nothing was recorded of it.</returns>
    public static StateSince? Of(IReadOnlyList<Day> days, string name)
    {
        StateSince? found = null;
        for (var i = days.Count - 1; i >= 0; i--)
        {
            if (days[i].Find(name) is not { } series)
            {
                continue;
            }

            var midnight = days[i].Date.Midnight();
            for (var minute = MinuteMap.Minutes - 1; minute >= 0; minute--)
            {
                var state = series.Minutes[minute];
                if (state == MinuteState.NoData)
                {
                    continue;
                }

                if (found is not null && state != found.State)
                {
                    return found with { IsAtLeast = false };
                }

                found = new StateSince(state, midnight.AddMinutes(minute), true);
            }
        }

        return found;
    }
}
