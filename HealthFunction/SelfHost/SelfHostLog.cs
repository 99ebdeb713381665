using Microsoft.Extensions.Logging;

namespace HealthFunction.SelfHost;

/// <summary>Event ids 9000–9099.</summary>
internal static partial class SelfHostLog
{
    [LoggerMessage(9000, LogLevel.Error, "Function {Function} failed (invocation {Invocation})")]
    public static partial void Failed(this ILogger logger, Exception fault, string function, string invocation);

    [LoggerMessage(9001, LogLevel.Error, "Function {Function} did not end within functionTimeout {Timeout} (invocation {Invocation})")]
    public static partial void TimedOut(this ILogger logger, string function, string invocation, TimeSpan timeout);

    [LoggerMessage(9002, LogLevel.Warning, "Function {Function} failed after its time was up (invocation {Invocation})")]
    public static partial void AbandonedFailed(this ILogger logger, Exception fault, string function, string invocation);

    [LoggerMessage(9003, LogLevel.Debug, "The client of function {Function} went away (invocation {Invocation})")]
    public static partial void ClientWentAway(this ILogger logger, string function, string invocation);

    [LoggerMessage(9010, LogLevel.Error, "The function {Function} is in error: {Fault}")]
    public static partial void InError(this ILogger logger, string function, string fault);

    [LoggerMessage(9011, LogLevel.Warning, "Function {Function} is run again in {Pause}, retry {Retry} of {MaxRetryCount}")]
    public static partial void Retrying(this ILogger logger, string function, TimeSpan pause, int retry, int maxRetryCount);

    [LoggerMessage(9012, LogLevel.Information, "Function {Function} was stopped with the host (invocation {Invocation})")]
    public static partial void Stopped(this ILogger logger, string function, string invocation);

    [LoggerMessage(9013, LogLevel.Warning, "A timer function is still running; the host stops without it")]
    public static partial void StillRunning(this ILogger logger);
}
