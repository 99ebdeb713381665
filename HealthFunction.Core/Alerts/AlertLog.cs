using Microsoft.Extensions.Logging;

namespace HealthFunction.Alerts;

/// <summary>What alerting logs: public texts only. The webhook's URL is a secret, and an exception might show it.</summary>
internal static partial class AlertLog
{
    [LoggerMessage(EventIds.AlertDelivered, LogLevel.Information, "Alert {Kind} {Id} was delivered (attempt {Attempt})")]
    public static partial void Delivered(this ILogger logger, AlertKind kind, string id, int attempt);

    [LoggerMessage(EventId = EventIds.AlertNotDelivered, Message = "Alert {Kind} {Id} could not be delivered: {Failure} (attempt {Attempt}); it is sent again from {Next:O}")]
    public static partial void NotDelivered(this ILogger logger, LogLevel level, AlertKind kind, string id, string failure, int attempt, DateTimeOffset next);

    [LoggerMessage(EventIds.AlertAbandoned, LogLevel.Error, "Alert {Kind} {Id} is abandoned: {Failure} (attempt {Attempt}, waiting since {Queued:O}): {Text}")]
    public static partial void Abandoned(this ILogger logger, AlertKind kind, string id, string failure, int attempt, DateTimeOffset queued, string text);

    [LoggerMessage(EventIds.AlertOverflowed, LogLevel.Error, "Alert {Kind} {Id} is abandoned: more than {Max} wait")]
    public static partial void Overflowed(this ILogger logger, AlertKind kind, string id, int max);

    [LoggerMessage(EventIds.AlertStateNotStored, LogLevel.Warning, "The alerts' state cannot be read or written: {Failure} Alerting goes on from memory")]
    public static partial void StorageAway(this ILogger logger, string failure);

    [LoggerMessage(EventIds.AlertStateStoredAgain, LogLevel.Information, "The alerts' state is in storage again")]
    public static partial void StorageBack(this ILogger logger);

    [LoggerMessage(EventIds.AlertStateUnreadable, LogLevel.Error, "The alerts' stored state is not one that this app wrote; alerting begins anew")]
    public static partial void Unreadable(this ILogger logger);

    [LoggerMessage(EventIds.AlertClockSetBack, LogLevel.Warning, "The last run that alerting looked at, of {LastRun:O}, lies in the future: the clock was set back")]
    public static partial void ClockSetBack(this ILogger logger, DateTimeOffset lastRun);

    [LoggerMessage(EventIds.AlertingOutOfTime, LogLevel.Warning, "Alerting ran out of time; what is left is for the next tick")]
    public static partial void OutOfTime(this ILogger logger);

    [LoggerMessage(EventIds.AlertingFailed, LogLevel.Error, "Alerting failed: {Failure}; the run is recorded all the same")]
    public static partial void Failed(this ILogger logger, string failure);
}
