using HealthFunction.Logging;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Storage;

/// <summary>Warns once when the history of one source can no longer be read, however many requests fail, and again only after a successful read.</summary>
internal sealed class ReadLog(ILogger logger, string source)
{
    private readonly FaultLog _reading = new();

    public void Failed(Exception exception) => _reading.Failed(() => logger.NotRead(exception, source), () => logger.StillNotRead(exception, source));

    public void Succeeded() => _reading.Succeeded(() => logger.ReadAgain(source));
}
