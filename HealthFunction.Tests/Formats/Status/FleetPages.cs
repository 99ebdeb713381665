using HealthFunction.Formats.Status;
using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.History.Recent;
using HealthFunction.History.Runs;

namespace HealthFunction.Tests.Formats.Status;

/// <summary>Fleets for status pages, without a table. The own region is called west.</summary>
internal static class FleetPages
{
    public const string Own = "west";

    /// <summary>A page of these regions.</summary>
    public static StatusView View(params IEnumerable<SourceReading> sources) => new(Pages.Report(Reports.Up("database.a")), Pages.Without(HistoryState.Empty))
    {
        Source = Own,
        Fleet = View(sources.ToList()),
    };

    public static FleetView View(IReadOnlyList<SourceReading> sources) =>
        FleetViewBuilder.Build(new FleetReading(Pages.Now, Pages.Now.UtcDate().AddDays(-90), Pages.Now.UtcDate(), sources));

    /// <summary>A region that was read, with one check.</summary>
    /// <param name="source">Its name.</param>
    /// <param name="write">Fills the minutes of its overall series and of its check on a day of an age.</param>
    /// <param name="see">Fills what it saw of other regions on that day.</param>
    public static SourceReading Region(string source, Action<int, DaySeries> write, Action<int, Day>? see = null) =>
        new(new FleetMember(source, Days(["database.a"], (age, _, series) => write(age, series), see), FleetMember.NotKnown), SourceState.Read, Pages.Now, null);

    public static SourceReading Up(string source) => Region(source, (age, series) => Pages.Fill(series, 0, Minutes(age), MinuteState.Up));

    public static SourceReading Failing(string source, MinuteState state, string error, bool isPlanned = false) => Region(source, (age, series) =>
    {
        Pages.Fill(series, 0, age == 0 ? 700 : 1440, MinuteState.Up);
        if (age == 0)
        {
            Pages.Fill(series, 700, Minutes(0), state, error: error, isPlanned: isPlanned);
        }
    });

    /// <summary>Today has run until noon.</summary>
    public static int Minutes(int age) => age == 0 ? Pages.Now.UtcMinute() : MinuteMap.Minutes;

    public static List<Day> Days(IReadOnlyList<string> checks, Action<int, string, DaySeries> write, Action<int, Day>? see = null)
    {
        List<Day> days = [];
        for (var age = 90; age >= 0; age--)
        {
            var part = new DayPart(0);
            foreach (var name in checks.Prepend(DaySeries.Overall))
            {
                var series = new DaySeries(name);
                write(age, name, series);
                part.Series.Add(series);
            }

            var day = new Day(Pages.Now.UtcDate().AddDays(-age), [part]);
            see?.Invoke(age, day);
            days.Add(day);
        }

        return days;
    }
}
