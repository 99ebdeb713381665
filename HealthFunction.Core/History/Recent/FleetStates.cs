using System.Diagnostics.Metrics;
using HealthFunction.Checks;
using HealthFunction.History.Days;
using HealthFunction.History.Recording;
using HealthFunction.History.Runs;
using HealthFunction.History.Uptime;

namespace HealthFunction.History.Recent;

/// <summary>
/// The states of any and all as a metric. After each recorded run the fleet is read beside the recorder, and an export takes what was read
/// last: neither waits for another region. Without a listener nothing is read.
/// </summary>
internal sealed class FleetStates : IRunListener
{
    public const string Series = "healthfunction.fleet.series";
    public const string State = "healthfunction.fleet.state";

    /// <summary>A recorder that has stopped must stop reporting an old state.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    private static readonly string[] Words = ["up", "down", "unknown", "planned"];

    private readonly RecentFleet _fleet;
    private readonly TimeProvider _time;
    private readonly ObservableGauge<int> _gauge;
    private FleetView? _last;

    public FleetStates(RecentFleet fleet, IMeterFactory meters, TimeProvider time)
    {
        (_fleet, _time) = (fleet, time);
        _gauge = meters.Create(RunTelemetry.SourceName).CreateObservableGauge(
            "healthfunction.fleet.state", States, "1", "1 for the state that the service is in over all regions, 0 for the others.");
    }

    /// <summary>Where there are other regions, and this one records.</summary>
    public bool IsOn => _fleet.Readings?.Find(_fleet.OwnSource) is not null;

    /// <summary>The reading that the newest run began.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    public Task OnRunAsync(RecordedRun run, CancellationToken cancellationToken)
    {
        if (_gauge.Enabled)
        {
            Reading = Task.Run(ReadAsync, CancellationToken.None);
        }

        return Task.CompletedTask;
    }

    private async Task ReadAsync() => Volatile.Write(ref _last, await _fleet.GetAsync().ConfigureAwait(false));

    private IEnumerable<Measurement<int>> States() =>
        Volatile.Read(ref _last) is { } last && _time.GetUtcNow() - last.Now <= MaxAge
            ? [.. Of("any", last.Any.Current), .. Of("all", last.All.Current)]
            : [];

    private static IEnumerable<Measurement<int>> Of(string series, CurrentState? current)
    {
        var holds = current switch
        {
            null => null,
            { IsPlanned: true } => "planned",
            _ => VerdictText.LowerOf(current.State.ToVerdict()),
        };
        return Words.Select(word => new Measurement<int>(
            word == holds ? 1 : 0, new KeyValuePair<string, object?>(Series, series), new KeyValuePair<string, object?>(State, word)));
    }
}
