using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace HealthFunction.Telemetry;

/// <summary>
/// Sends the remaining telemetry after the last request is answered, with its own time limit: the SDK would wait five seconds per signal
/// for a collector that hangs, one after the other, and the platform does not wait that long.
/// </summary>
internal sealed class TelemetryFlush(TracerProvider tracing, MeterProvider metrics, TimeProvider time) : IHostedLifecycleService
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var bound = (int)MaxTime.TotalMilliseconds;
        Task flush = Task.WhenAll(
            Task.Run(() => tracing.Shutdown(bound), CancellationToken.None),
            Task.Run(() => metrics.Shutdown(bound), CancellationToken.None));

        // Shutdown checks its time limit between exports, but not always within one.
        await flush.WaitAsync(MaxTime, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
