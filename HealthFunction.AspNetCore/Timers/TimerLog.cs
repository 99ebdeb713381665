using Microsoft.Extensions.Logging;

namespace HealthFunction.AspNetCore.Timers;

internal static partial class TimerLog
{
    [LoggerMessage(EventIds.RecordingFailed, LogLevel.Error, "A run could not be recorded")]
    public static partial void RecordingFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventIds.RecordingRepeated, LogLevel.Warning, "The recording is repeated in {Delay}, retry {Retry} of {MaxRetries}")]
    public static partial void Retrying(this ILogger logger, TimeSpan delay, int retry, int maxRetries);

    [LoggerMessage(EventIds.RecordingUnderWay, LogLevel.Warning, "A recording is still under way; the host stops without it")]
    public static partial void StillRecording(this ILogger logger);
}
