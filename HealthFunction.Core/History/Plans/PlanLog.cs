using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Plans;

internal static partial class PlanLog
{
    [LoggerMessage(EventIds.PlansNotRead, LogLevel.Warning, "The plans of {Source} cannot be read; those that are known hold until their end: {Reason}")]
    public static partial void PlansNotRead(this ILogger logger, string source, string reason);

    [LoggerMessage(EventIds.PlansReadAgain, LogLevel.Information, "The plans of {Source} can be read again")]
    public static partial void PlansReadAgain(this ILogger logger, string source);

    [LoggerMessage(EventIds.PlansDamaged, LogLevel.Error, "Plans of {Source} are ignored, because they are damaged or of a later version (rows {Rows})")]
    public static partial void PlansDamaged(this ILogger logger, string source, string rows);

    [LoggerMessage(EventIds.DrainPlanned, LogLevel.Warning, "The deployment is out of rotation, as a plan says: {Reason}")]
    public static partial void OutOfRotation(this ILogger logger, string reason);

    [LoggerMessage(EventIds.DrainPlanEnded, LogLevel.Information, "No plan keeps the deployment out of rotation any more")]
    public static partial void InRotation(this ILogger logger);

    [LoggerMessage(EventIds.PlanChanged, LogLevel.Information, "{By} changed the plan {Id} ({Action}, change {Change})")]
    public static partial void Changed(this ILogger logger, string by, string id, string action, string change);
}
