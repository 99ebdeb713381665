using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace HealthFunction.Telemetry;

/// <summary>
/// Sends what is left once the last request is answered, within a bound of its own: the SDK would give a collector that hangs
/// five seconds for each signal, one after the other, and the platform does not wait that long.
/// </summary>
internal sealed class TelemetryFlush(TracerProvider tracing, MeterProvider metrics, TimeProvider time) : IHostedLifecycleService
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var bound = (int)Bound.TotalMilliseconds;
        Task flush = Task.WhenAll(
            Task.Run(() => tracing.Shutdown(bound), CancellationToken.None),
            Task.Run(() => metrics.Shutdown(bound), CancellationToken.None));

        // Shutdown heeds its bound between exports and not always within one.
        await flush.WaitAsync(Bound, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
