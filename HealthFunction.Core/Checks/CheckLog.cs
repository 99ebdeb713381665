using Microsoft.Extensions.Logging;

namespace HealthFunction.Checks;

/// <summary>
/// The log messages of the runner. Failures are logged as scrubbed text and not as exceptions, so that no log sink prints what a client
/// library put into its messages.
/// </summary>
internal static partial class CheckLog
{
    [LoggerMessage(EventId = EventIds.CheckFailed, Message = "Health check {Check} is {Verdict}: {Error} (after {Milliseconds:0.0} ms) {Failure}")]
    public static partial void Failed(
        ILogger logger, LogLevel level, string check, Verdict verdict, string error, double milliseconds, string failure);

    [LoggerMessage(EventIds.CheckRecovered, LogLevel.Information, "Health check {Check} is up again (after {Milliseconds:0.0} ms)")]
    public static partial void Recovered(ILogger logger, string check, double milliseconds);

    [LoggerMessage(EventId = EventIds.CheckDegraded, Message = "Health check {Check} is up and degraded: {Reason} (after {Milliseconds:0.0} ms) {Description}")]
    public static partial void Degraded(ILogger logger, LogLevel level, string check, string reason, double milliseconds, string description);

    [LoggerMessage(EventId = EventIds.CheckNoLongerDegraded, Message = "Health check {Check} is no longer degraded (after {Milliseconds:0.0} ms)")]
    public static partial void NoLongerDegraded(ILogger logger, LogLevel level, string check, double milliseconds);

    [LoggerMessage(EventIds.CheckEndedLate, LogLevel.Information, "Health check {Check} ended {Milliseconds:0} ms after it was abandoned; its verdict would have been {Verdict}")]
    public static partial void LateEnd(ILogger logger, string check, double milliseconds, Verdict verdict);

    [LoggerMessage(EventIds.CheckServiceNotDisposed, LogLevel.Warning, "A service of health check {Check} could not be disposed of: {Failure}")]
    public static partial void DisposalFailed(ILogger logger, string check, string failure);

    [LoggerMessage(EventIds.Drained, LogLevel.Warning, "The deployment is out of rotation, as Health__Drain says: {Reason}")]
    public static partial void Drained(ILogger logger, string reason);
}
