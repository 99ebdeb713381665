using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(EventIds.RowsExpired, LogLevel.Debug, "Removed {Rows} expired rows")]
    public static partial void Expired(this ILogger logger, int rows);

    [LoggerMessage(EventIds.ExpiryFailed, LogLevel.Warning, "Expired rows could not be removed; the next attempt follows later: {Reason}")]
    public static partial void ExpiryFailed(this ILogger logger, string reason);

    [LoggerMessage(EventIds.ExpiryStopped, LogLevel.Warning, "Nothing is removed from history: this machine's clock ({Now:O}) is not confirmed by runs of about a day ago, or storage's clock differs (by {Difference})")]
    public static partial void ExpiryStopped(this ILogger logger, DateTimeOffset now, TimeSpan? difference);

    [LoggerMessage(EventIds.HistoryNotRead, LogLevel.Warning, "The history of {Source} could not be read: {Reason}")]
    public static partial void NotRead(this ILogger logger, string source, string reason);

    [LoggerMessage(EventIds.HistoryStillNotRead, LogLevel.Debug, "The history of {Source} could still not be read: {Reason}")]
    public static partial void StillNotRead(this ILogger logger, string source, string reason);

    [LoggerMessage(EventIds.HistoryReadAgain, LogLevel.Information, "The history of {Source} can be read again")]
    public static partial void ReadAgain(this ILogger logger, string source);
}
