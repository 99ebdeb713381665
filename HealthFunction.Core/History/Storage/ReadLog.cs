using HealthFunction.Logging;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Storage;

/// <summary>Warns once when the history of one source can no longer be read, however many requests fail, and again only after a successful read.</summary>
internal sealed class ReadLog(ILogger logger, string source)
{
    private readonly FaultLog _reading = new();

    public void Failed(Exception exception)
    {
        var reason = Reason(exception);
        _reading.Failed(() => logger.NotRead(source, reason), () => logger.StillNotRead(source, reason));
    }

    public void Succeeded() => _reading.Succeeded(() => logger.ReadAgain(source));

    /// <summary>The message of an exception that is expected here; any other one with where it was thrown.</summary>
    public static string Reason(Exception exception) =>
        exception is HistoryUnavailableException or InvalidDataException ? exception.Message : exception.ToString();
}
