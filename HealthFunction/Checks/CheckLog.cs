using Microsoft.Extensions.Logging;

namespace HealthFunction.Checks;

/// <summary>
/// What the runner logs. Failures come as scrubbed text and not as exceptions, so that no log sink prints what a client library
/// put into its messages.
/// </summary>
internal static partial class CheckLog
{
    [LoggerMessage(EventId = 1, Message = "Health check {Check} is {Verdict}: {Error} (after {Milliseconds:0.0} ms) {Failure}")]
    public static partial void Failed(
        ILogger logger, LogLevel level, string check, Verdict verdict, string error, double milliseconds, string failure);

    [LoggerMessage(2, LogLevel.Information, "Health check {Check} is up again (after {Milliseconds:0.0} ms)")]
    public static partial void Recovered(ILogger logger, string check, double milliseconds);

    [LoggerMessage(3, LogLevel.Information, "Health check {Check} ended {Milliseconds:0} ms after it was given up; it would have said {Verdict}")]
    public static partial void LateEnd(ILogger logger, string check, double milliseconds, Verdict verdict);

    [LoggerMessage(4, LogLevel.Warning, "A service of health check {Check} could not be disposed of: {Failure}")]
    public static partial void DisposalFailed(ILogger logger, string check, string failure);
}
