using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Fleet;

internal static partial class PeerLog
{
    [LoggerMessage(EventIds.PeerUnreachable, LogLevel.Warning, "The region {Source} cannot be reached from here: {Reason}")]
    public static partial void PeerUnreachable(this ILogger logger, string source, string reason);

    [LoggerMessage(EventIds.PeerNotWatched, LogLevel.Warning, "The region {Source} cannot be watched from here: {Reason}. Its URL, its access restrictions or its certificate need a change")]
    public static partial void PeerNotWatched(this ILogger logger, string source, string reason);

    [LoggerMessage(EventIds.PeerReachedAgain, LogLevel.Information, "The region {Source} can be reached from here again")]
    public static partial void PeerReachedAgain(this ILogger logger, string source);
}
