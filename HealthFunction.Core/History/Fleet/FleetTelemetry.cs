using System.Diagnostics.Metrics;
using HealthFunction.Checks;
using HealthFunction.History.Runs;

namespace HealthFunction.History.Fleet;

/// <summary>What is measured of reading the fleet's sources.</summary>
internal sealed class FleetTelemetry
{
    public const string Source = "healthfunction.fleet.source";
    public const string Outcome = "healthfunction.fleet.outcome";

    /// <summary>The outcome of a reading that gave all that was asked for.</summary>
    public const string Read = "read";

    /// <summary>The outcome of one that did not: storage is away, or holds what this version cannot read.</summary>
    public const string Unavailable = "unavailable";

    public const string StateName = "healthfunction.fleet.peer.state";

    private readonly Histogram<double> _reads;
    private readonly Counter<long> _calls;

    public FleetTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(RunTelemetry.SourceName);
        _reads = meter.CreateHistogram<double>("healthfunction.fleet.read.duration", "s", "How long it took to read the history of one source of the fleet.");
        _calls = meter.CreateCounter<long>("healthfunction.fleet.peer.calls", "{call}", "Calls of the recorder to the health/live of other regions.");
    }

    /// <param name="source">The peer.</param>
    /// <param name="state">How it was found.</param>
    public void Watched(string source, PeerState state) => _calls.Add(
        1,
        new KeyValuePair<string, object?>(Source, source),
        new KeyValuePair<string, object?>(StateName, state switch
        {
            PeerState.Reached => "reached",
            PeerState.Unreachable => "unreachable",
            _ => "cannot_be_watched",
        }));

    public void Tried(string source, string outcome, TimeSpan duration) => _reads.Record(
        duration.TotalSeconds, new KeyValuePair<string, object?>(Source, source), new KeyValuePair<string, object?>(Outcome, outcome));
}
