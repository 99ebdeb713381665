using System.Diagnostics.Metrics;
using HealthFunction.Checks;

namespace HealthFunction.History.Recording;

/// <summary>What the recorder measures; see <see cref="RunTelemetry"/>.</summary>
internal sealed class HistoryTelemetry
{
    public const string Outcome = "healthfunction.recording.outcome";

    private readonly Counter<long> _recordings;

    public HistoryTelemetry(IMeterFactory meters, RunQueue queue)
    {
        var meter = meters.Create(RunTelemetry.SourceName);
        _recordings = meter.CreateCounter<long>("healthfunction.recordings", "{run}", "Runs that the recorder tried to write, by what became of them.");
        meter.CreateObservableUpDownCounter(
            "healthfunction.recording.queue.length", () => queue.Count, "{run}", "Runs that wait in memory to be written.");
    }

    public void Written(int runs) => Count(runs, "written");

    /// <summary>A row of the day cannot be read; the runs are counted in a row beside it.</summary>
    public void WrittenBeside(int runs) => Count(runs, "written_beside");

    /// <summary>The runs wait for the next success.</summary>
    public void Unavailable(int runs) => Count(runs, "unavailable");

    /// <summary>The run is lost.</summary>
    public void Rejected() => Count(1, "rejected");

    /// <summary>The run is lost.</summary>
    public void Overflowed() => Count(1, "overflowed");

    private void Count(int runs, string outcome) => _recordings.Add(runs, new KeyValuePair<string, object?>(Outcome, outcome));
}
