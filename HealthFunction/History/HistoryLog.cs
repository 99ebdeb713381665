using Microsoft.Extensions.Logging;

namespace HealthFunction.History;

internal static partial class HistoryLog
{
    [LoggerMessage(300, LogLevel.Debug, "Recorded {Runs} runs up to {Last:O}; {Waiting} wait")]
    public static partial void Recorded(this ILogger logger, int runs, DateTimeOffset last, int waiting);

    [LoggerMessage(301, LogLevel.Warning, "History could not be written; {Waiting} runs wait in memory")]
    public static partial void Unavailable(this ILogger logger, Exception exception, int waiting);

    [LoggerMessage(302, LogLevel.Error, "The queue of unwritten runs is full: the run of {Time:O} is lost, {Dropped} in all")]
    public static partial void Overflowed(this ILogger logger, DateTimeOffset time, long dropped);

    [LoggerMessage(303, LogLevel.Error, "The run of {Time:O} can never be written and is lost, {Dropped} in all")]
    public static partial void Rejected(this ILogger logger, Exception exception, DateTimeOffset time, long dropped);

    [LoggerMessage(304, LogLevel.Information, "The backlog takes long; {Waiting} runs are left for the next tick")]
    public static partial void BacklogLeft(this ILogger logger, int waiting);

    [LoggerMessage(305, LogLevel.Information, "The tick of {Time:O} came again; its run is not repeated")]
    public static partial void TickRepeated(this ILogger logger, DateTimeOffset time);

    [LoggerMessage(306, LogLevel.Debug, "Removed {Rows} expired rows")]
    public static partial void Expired(this ILogger logger, int rows);

    [LoggerMessage(307, LogLevel.Warning, "Expired rows could not be removed; they are tried again later")]
    public static partial void ExpiryFailed(this ILogger logger, Exception exception);

    [LoggerMessage(308, LogLevel.Warning, "No storage is configured (Health__History__ConnectionString or AzureWebJobsStorage): no history is kept")]
    public static partial void NotConfigured(this ILogger logger);

    [LoggerMessage(309, LogLevel.Warning, "History could not be read")]
    public static partial void ReadFailed(this ILogger logger, Exception exception);

    [LoggerMessage(310, LogLevel.Debug, "History could still not be read")]
    public static partial void StillUnreadable(this ILogger logger, Exception exception);

    [LoggerMessage(311, LogLevel.Information, "History can be read again")]
    public static partial void ReadableAgain(this ILogger logger);

    [LoggerMessage(312, LogLevel.Debug, "History could still not be written; {Waiting} runs wait in memory")]
    public static partial void StillUnavailable(this ILogger logger, Exception exception, int waiting);

    [LoggerMessage(313, LogLevel.Information, "History can be written again; {Waiting} runs wait, {Dropped} were lost in all")]
    public static partial void WritableAgain(this ILogger logger, int waiting, long dropped);

    [LoggerMessage(314, LogLevel.Debug, "The queue of unwritten runs is still full: the run of {Time:O} is lost, {Dropped} in all")]
    public static partial void StillOverflowing(this ILogger logger, DateTimeOffset time, long dropped);
}
