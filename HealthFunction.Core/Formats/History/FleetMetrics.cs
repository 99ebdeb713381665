using HealthFunction.Checks;
using HealthFunction.Formats.Health;
using HealthFunction.History.Days;
using HealthFunction.History.Fleet;
using HealthFunction.History.Uptime;

namespace HealthFunction.Formats.History;

/// <summary>
/// The states of the fleet in the two exposition formats, overall and not for each check: that is a tenth of the work, and a scraper asks
/// for ever.
/// </summary>
internal static class FleetMetrics
{
    private const string Planned = "PLANNED";

    private static readonly string[] States = [VerdictText.Of(Verdict.Up), VerdictText.Of(Verdict.Down), VerdictText.Of(Verdict.Unknown), Planned];

    /// <param name="reading">All sources.</param>
    /// <param name="source">The only source to list; null takes all. The two series are of all sources nevertheless.</param>
    /// <param name="isOpenMetrics">Otherwise it is the Prometheus text format.</param>
    public static byte[] Write(FleetReading reading, string? source, bool isOpenMetrics)
    {
        var fleet = reading.CombineOverall();
        CurrentState? Current(IReadOnlyList<Day> days) => CurrentState.Of(days, DaySeries.Overall, reading.Now);
        (string Labels, CurrentState? State)[] series =
            [(MetricsText.Label("series", "any"), Current(fleet.Any)), (MetricsText.Label("series", "all"), Current(fleet.All))];
        var sources = reading.Sources.Zip(fleet.Members)
            .Where(s => source is null || s.First.Source == source)
            .Select(s => (Labels: MetricsText.Label("source", s.First.Source), Reading: s.First, State: Current(s.Second.Days)))
            .ToList();

        var text = new MetricsText();
        text.Family("health_fleet_status", "gauge", "1 for the state that the service is in: any needs one region that is UP, all needs every region.");
        foreach (var (labels, state) in series)
        {
            Write(text, "health_fleet_status", labels, state);
        }

        text.Family("health_fleet_degraded", "gauge", "1 if the series is UP and degraded.");
        foreach (var (labels, state) in series)
        {
            text.Sample("health_fleet_degraded", labels, state is { IsDegraded: true } ? 1 : 0);
        }

        text.Family("health_fleet_source_status", "gauge", "1 for the state that the region is in.");
        foreach (var (labels, _, state) in sources)
        {
            Write(text, "health_fleet_source_status", labels, state);
        }

        text.Family("health_fleet_source_readable", "gauge", "1 if the history of the region can be read.");
        foreach (var (labels, one, _) in sources)
        {
            text.Sample("health_fleet_source_readable", labels, one.State is SourceState.Read or SourceState.Empty ? 1 : 0);
        }

        var recorded = sources.ConvertAll(s => (s.Labels, At: CurrentState.LastRecorded(s.Reading.Member.Days, DaySeries.Overall)));
        if (recorded.Exists(s => s.At is not null))
        {
            const string LastRecord = "health_fleet_source_last_record_timestamp_seconds";
            text.Family(LastRecord, "gauge", "The newest minute that the region recorded.", isOpenMetrics ? "seconds" : null);
            foreach (var (labels, at) in recorded)
            {
                if (at is { } minute)
                {
                    text.Sample(LastRecord, labels, MetricsText.Timestamp(minute));
                }
            }
        }

        if (isOpenMetrics)
        {
            text.Line("# EOF");
        }

        return text.ToBytes();
    }

    /// <summary>A sample for each state, 1 for the current one; all are 0 when the last minutes have no data.</summary>
    private static void Write(MetricsText text, string name, string labels, CurrentState? current)
    {
        var holds = current switch
        {
            null => null,
            { IsPlanned: true } => Planned,
            _ => VerdictText.Of(current.State.ToVerdict()),
        };
        foreach (var state in States)
        {
            text.Sample(name, $"{labels},{MetricsText.Label("status", state)}", state == holds ? 1 : 0);
        }
    }
}
