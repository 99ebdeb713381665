using System.Diagnostics.Metrics;
using HealthFunction.Checks;

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

    private readonly Histogram<double> _reads;

    public FleetTelemetry(IMeterFactory meters) => _reads = meters.Create(RunTelemetry.SourceName).CreateHistogram<double>(
        "healthfunction.fleet.read.duration", "s", "How long it took to read the history of one source of the fleet.");

    public void Tried(string source, string outcome, TimeSpan duration) => _reads.Record(
        duration.TotalSeconds, new KeyValuePair<string, object?>(Source, source), new KeyValuePair<string, object?>(Outcome, outcome));
}
