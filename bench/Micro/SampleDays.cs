using HealthFunction.History.Days;
using HealthFunction.SeedHistory;

namespace HealthFunction.Micro;

/// <summary>Days of ten checks with plausible outages and gaps.</summary>
internal static class SampleDays
{
    public const int Checks = 10;

    public static DateTimeOffset End { get; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static List<Day> Make(int days)
    {
        var story = new PlausibleHistory(Checks, seed: 1);
        var made = new List<Day>();
        for (var date = DateOnly.FromDateTime(End.UtcDateTime).AddDays(-days); made.Count < days; date = date.AddDays(1))
        {
            var day = new Day(date, []);
            foreach (var run in story.Runs(date, End))
            {
                day.Add(run);
            }

            made.Add(day);
        }

        return made;
    }
}
