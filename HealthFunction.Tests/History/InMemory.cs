using HealthFunction.History.Days;
using HealthFunction.History.Runs;

namespace HealthFunction.Tests.History;

internal static class InMemory
{
    /// <summary>The days that runs make, without a table.</summary>
    public static List<Day> Days(IEnumerable<RecordedRun> runs)
    {
        var days = new SortedDictionary<DateOnly, Day>();
        foreach (var run in runs)
        {
            if (!days.TryGetValue(run.Date, out var day))
            {
                days[run.Date] = day = new Day(run.Date, []);
            }

            day.Add(run);
        }

        return [.. days.Values];
    }
}
