using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Recording;

internal static partial class RecordingLog
{
    [LoggerMessage(EventIds.Recorded, LogLevel.Debug, "Recorded {Runs} runs up to {Last:O}; {Waiting} wait")]
    public static partial void Recorded(this ILogger logger, int runs, DateTimeOffset last, int waiting);

    [LoggerMessage(EventIds.HistoryNotWritten, LogLevel.Warning, "History could not be written; {Waiting} runs wait in memory: {Reason}")]
    public static partial void Unavailable(this ILogger logger, int waiting, string reason);

    [LoggerMessage(EventIds.QueueOverflowed, LogLevel.Error, "The queue of unwritten runs is full: the run of {Time:O} is lost, {Dropped} in all")]
    public static partial void Overflowed(this ILogger logger, DateTimeOffset time, long dropped);

    [LoggerMessage(EventIds.RunRejected, LogLevel.Error, "The run of {Time:O} can never be written and is lost, {Dropped} in all: {Reason}")]
    public static partial void Rejected(this ILogger logger, DateTimeOffset time, long dropped, string reason);

    [LoggerMessage(EventIds.BacklogLeft, LogLevel.Information, "Writing the backlog needs more time; {Waiting} runs are left for the next tick")]
    public static partial void BacklogLeft(this ILogger logger, int waiting);

    [LoggerMessage(EventIds.TickRepeated, LogLevel.Information, "The tick of {Time:O} was repeated; its run is not")]
    public static partial void TickRepeated(this ILogger logger, DateTimeOffset time);

    [LoggerMessage(EventIds.HistoryNotConfigured, LogLevel.Warning, "No storage is configured (Health__History__ConnectionString or AzureWebJobsStorage): no history is kept")]
    public static partial void NotConfigured(this ILogger logger);

    [LoggerMessage(EventIds.HistoryStillNotWritten, LogLevel.Debug, "History could still not be written; {Waiting} runs wait in memory: {Reason}")]
    public static partial void StillUnavailable(this ILogger logger, int waiting, string reason);

    [LoggerMessage(EventIds.HistoryWrittenAgain, LogLevel.Information, "History can be written again; {Waiting} runs wait, {Dropped} were lost in all")]
    public static partial void WritableAgain(this ILogger logger, int waiting, long dropped);

    [LoggerMessage(EventIds.QueueStillOverflowing, LogLevel.Debug, "The queue of unwritten runs is still full: the run of {Time:O} is lost, {Dropped} in all")]
    public static partial void StillOverflowing(this ILogger logger, DateTimeOffset time, long dropped);

    [LoggerMessage(EventIds.DaySetAside, LogLevel.Error, "Rows of {Day} cannot be read, because they are damaged or of a later version (parts {Parts}); they stay as they are, and runs are counted in a row beside them")]
    public static partial void DaySetAside(this ILogger logger, DateOnly day, string parts);
}
