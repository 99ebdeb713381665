using HealthFunction.History.Storage;
using HealthFunction.Logging;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Recording;

/// <summary>Accepts the timer's ticks from any host.</summary>
internal sealed class HistoryTicks
{
    private readonly HistoryRecorder _recorder;
    private readonly FaultLog _storage = new();

    public HistoryTicks(HistoryRecorder recorder, ILogger<HistoryTicks> logger)
    {
        _recorder = recorder;
        if (!recorder.IsRecording)
        {
            logger.NotConfigured();
        }
    }

    /// <param name="next">The occurrence that the tick is for, from the timer's schedule status; null or default when the host does
    /// not say.</param>
    /// <param name="retryCount">How often the host has repeated this tick because it failed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="HistoryUnavailableException">Storage became unavailable with this tick. Later ticks do not report it to the
    /// host again, which would log each one as a failed function and repeat it twice. The waiting runs are written when storage is
    /// available again.</exception>
    public async Task TickAsync(DateTime? next, int retryCount, CancellationToken cancellationToken)
    {
        if (!_recorder.IsOn)
        {
            return;
        }

        DateTimeOffset? scheduled = next is { Year: > 2000 } known
            ? new DateTimeOffset(known.Kind == DateTimeKind.Local ? known.ToUniversalTime() : DateTime.SpecifyKind(known, DateTimeKind.Utc))
            : null;
        var isReported = retryCount > 0;
        try
        {
            await _recorder.TickAsync(scheduled, retryCount > 0, cancellationToken).ConfigureAwait(false);
            _storage.Succeeded();
        }
        catch (HistoryUnavailableException)
        {
            _storage.Failed(() => isReported = true);
            if (isReported)
            {
                throw;
            }
        }
    }
}
