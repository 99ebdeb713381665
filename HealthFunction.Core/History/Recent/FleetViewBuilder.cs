using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.History.Runs;
using HealthFunction.History.Uptime;

namespace HealthFunction.History.Recent;

/// <summary>Makes a <see cref="FleetView"/> from a reading.</summary>
internal static class FleetViewBuilder
{
    public static FleetView Build(FleetReading reading)
    {
        var now = reading.Now;
        var overall = reading.CombineOverall();
        return new FleetView(
            now,
            State(overall.Any, now),
            State(overall.All, now),
            [.. reading.Sources.Zip(overall.Members, (source, member) => Region(source, member.Days, now))]);
    }

    private static StateView State(IReadOnlyList<Day> days, DateTimeOffset now) =>
        new(CurrentState.Of(days, DaySeries.Overall, now), HistoryViewBuilder.Series(days, DaySeries.Overall, now));

    private static RegionView Region(SourceReading source, IReadOnlyList<Day> days, DateTimeOffset now)
    {
        var state = State(days, now);
        var recorded = CurrentState.LastRecorded(source.Member.Days, DaySeries.Overall);
        var newest = CurrentState.LastRecorded(days, DaySeries.Overall);
        return new RegionView(source.Source, source.State, source.ReadAt, source.UnreadableSince, recorded, state)
        {
            Error = state.Current is { State: not MinuteState.Up } && newest is { } minute ? Find(days, minute)?.Find(DaySeries.Overall)?.Errors[minute.UtcMinute()] : null,

            // After its own last record only the other regions know of it, and they know nothing of its checks.
            Checks = state.Current is not null && recorded is { } last && last == newest ? Checks(source.Member.Days, last) : [],
        };
    }

    private static List<RegionCheck> Checks(IReadOnlyList<Day> days, DateTimeOffset last)
    {
        var minute = last.UtcMinute();
        return
        [
            .. Find(days, last)!.Series
                .Where(series => series.Name != DaySeries.Overall && series.Minutes[minute] != MinuteState.NoData)
                .Select(series => new RegionCheck(series.Name, series.Minutes[minute], series.IsPlanned(minute), series.IsDegraded(minute), series.Errors[minute])),
        ];
    }

    private static Day? Find(IReadOnlyList<Day> days, DateTimeOffset time)
    {
        var date = time.UtcDate();
        return days.LastOrDefault(day => day.Date == date);
    }
}
