using Microsoft.Extensions.Logging;

namespace HealthFunction.Surface;

internal static partial class SurfaceLog
{
    [LoggerMessage(EventIds.RouteFailed, LogLevel.Error, "The route {Route} could not answer a request ({Skipped} more since this was last logged)")]
    public static partial void Failed(ILogger logger, Exception exception, string route, long skipped);
}
