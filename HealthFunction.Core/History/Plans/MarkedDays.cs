using HealthFunction.History.Days;
using HealthFunction.History.Runs;

namespace HealthFunction.History.Plans;

/// <summary>
/// Days as they would be, had failures been planned that were marked so afterwards. The days that were read, and the rows, stay as they are.
/// </summary>
internal static class MarkedDays
{
    /// <summary>The markings of a source that may touch a time.</summary>
    public static IReadOnlyList<Plan> Of(IEnumerable<Plan> plans, string source, DateTimeOffset from, DateTimeOffset to) =>
    [
        .. plans.Where(plan => plan is { Kind: PlanKind.Marking, Ended: null } && plan.IsFor(source) && plan.From < to && plan.Until > from)
            .OrderBy(plan => plan.From),
    ];

    public static IReadOnlyList<Day> Apply(IReadOnlyList<Day> days, IReadOnlyList<Plan> markings) => [.. days.Select(day => Apply(day, markings))];

    private static Day Apply(Day day, IReadOnlyList<Plan> markings)
    {
        var midnight = day.Date.Midnight();
        var touching = markings.Where(m => m.From < midnight.AddDays(1) && m.Until > midnight).ToList();
        return touching.Count == 0 ? day : new Day(day.Date, [new DayPart(0) { Series = [.. day.Series.Select(series => Apply(series, midnight, touching))] }]);
    }

    private static DaySeries Apply(DaySeries series, DateTimeOffset midnight, List<Plan> markings)
    {
        var planned = series.Planned is { } before ? new MinuteMap(before.Bits) : new MinuteMap();
        foreach (var marking in markings)
        {
            var end = Math.Min(MinuteMap.Minutes, (int)Math.Ceiling((marking.Until!.Value - midnight).TotalMinutes));
            for (var minute = Math.Max(0, (int)(marking.From - midnight).TotalMinutes); minute < end; minute++)
            {
                if (series.Minutes[minute] > MinuteState.Up && IsOf(marking, series, minute))
                {
                    planned.Set(minute, series.Minutes[minute]);
                }
            }
        }

        return new DaySeries(series.Name)
        {
            Minutes = series.Minutes,
            Planned = planned,
            Degraded = series.Degraded,
            Latency = series.Latency,
            Errors = series.Errors,
            Runs = series.Runs,
            Others = series.Others,
        };
    }

    /// <summary>The deployment failed because of a check if that is what was recorded as its error.</summary>
    private static bool IsOf(Plan marking, DaySeries series, int minute) =>
        marking.Checks.Count == 0
        || (series.Name == DaySeries.Overall
            ? marking.Checks.Any(check => series.Errors[minute]?.StartsWith($"{check}: ", StringComparison.Ordinal) == true)
            : marking.Checks.Contains(series.Name));
}
