using Microsoft.Extensions.Logging;

namespace HealthFunction.History;

/// <summary>Takes the timer's ticks. Public because the function class, which the worker needs public, takes it.</summary>
public sealed class HistoryTicks
{
    private readonly HistoryRecorder? _recorder;
    private bool _isUnavailable;

    /// <param name="recorder">Null when there is neither storage to record into nor anybody else to tell.</param>
    /// <param name="logger">Told once that nothing is recorded.</param>
    internal HistoryTicks(HistoryRecorder? recorder, ILogger<HistoryTicks> logger)
    {
        _recorder = recorder;
        if (recorder is not { IsRecording: true })
        {
            logger.NotConfigured();
        }
    }

    /// <param name="next">The occurrence that the tick is for, as the timer's schedule status has it; null or default when it is not told.</param>
    /// <param name="retryCount">How often the host has repeated this tick because it failed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="HistoryUnavailableException">
    /// Storage was there for the tick before. Later ticks do not tell the host again, which would log each as a failed function
    /// and repeat it twice: what waits is written with the next tick that finds storage.
    /// </exception>
    internal async Task TickAsync(DateTime? next, int retryCount, CancellationToken cancellationToken)
    {
        DateTimeOffset? scheduled = next is { Year: > 2000 } known
            ? new DateTimeOffset(known.Kind == DateTimeKind.Local ? known.ToUniversalTime() : DateTime.SpecifyKind(known, DateTimeKind.Utc))
            : null;
        if (_recorder is null)
        {
            return;
        }

        try
        {
            await _recorder.TickAsync(scheduled, retryCount > 0, cancellationToken);
            _isUnavailable = false;
        }
        catch (HistoryUnavailableException) when (_isUnavailable && retryCount == 0)
        {
        }
        catch (HistoryUnavailableException)
        {
            _isUnavailable = true;
            throw;
        }
    }
}
