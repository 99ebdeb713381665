using HealthFunction.Checks;
using HealthFunction.History.Fleet;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Recording;

/// <summary>Runs all checks now and returns the report.</summary>
internal delegate Task<HealthReport> RunChecks(CancellationToken cancellationToken);

/// <summary>
/// Makes a run at each tick, passes it to the listeners, and writes it together with runs that could not be written before.
/// </summary>
/// <param name="runChecks">Makes the run.</param>
/// <param name="store">Keeps the runs.</param>
/// <param name="peers">Watches other regions.</param>
/// <param name="maintenance">Decides which runs are planned.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs repeated ticks.</param>
/// <param name="listeners">Get each run in parallel with its writing.</param>
internal sealed class HistoryRecorder(
    RunChecks runChecks,
    RunStore store,
    PeerWatch peers,
    IMaintenance maintenance,
    TimeProvider time,
    ILogger<HistoryRecorder> logger,
    IEnumerable<IRunListener> listeners) : IDisposable
{
    private static readonly Task<IReadOnlyList<SeenPeer>> NoPeers = Task.FromResult<IReadOnlyList<SeenPeer>>([]);

    private readonly IReadOnlyList<IRunListener> _listeners = [.. listeners.Where(listener => listener.IsOn)];
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TickTimes _times = new();
    private bool _hasRun;

    /// <summary>Whether runs are kept.</summary>
    public bool IsRecording => store.IsConfigured;

    /// <summary>Whether runs are needed: they are kept, or there is a listener.</summary>
    public bool IsOn => IsRecording || _listeners.Count > 0;

    /// <summary>One tick of the timer.</summary>
    /// <param name="scheduled">When the tick was due, if the host says so.</param>
    /// <param name="isRetry">Whether the host repeats the tick because it failed before.</param>
    /// <param name="cancellationToken">Ends the waiting; runs that are not written stay in the queue.</param>
    /// <exception cref="HistoryUnavailableException">The run is queued and will be written with the next success.</exception>
    public async Task TickAsync(DateTimeOffset? scheduled, bool isRetry, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow();
            var listening = Task.CompletedTask;
            if (_times.IsRepeated(scheduled, now) || (isRetry && _hasRun))
            {
                logger.TickRepeated(scheduled ?? now);
            }
            else
            {
                // Beside the run, and not before the listeners: a region that does not answer makes no alert late.
                var looking = IsRecording ? peers.LookAsync(cancellationToken) : NoPeers;
                var run = await RunAsync(scheduled, cancellationToken).ConfigureAwait(false);

                // In parallel with the writing, so that neither delays the other or depends on its success.
                listening = Task.WhenAll(_listeners.Select(l => l.OnRunAsync(run, cancellationToken)));
                store.Add(run with { Peers = await looking.ConfigureAwait(false) });
            }

            try
            {
                await store.WriteAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await listening.ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<RecordedRun> RunAsync(DateTimeOffset? scheduled, CancellationToken cancellationToken)
    {
        _hasRun = false;
        var report = await runChecks(cancellationToken).ConfigureAwait(false);
        _hasRun = true;
        return RecordedRun.From(report, _times.TimeOf(scheduled, report.StartedAt), maintenance);
    }
}
