using HealthFunction.Logging;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Storage;

/// <summary>Warns when the history of one source can no longer be read, once however many look, and again only after it was read in between.</summary>
internal sealed class ReadLog(ILogger logger, string source)
{
    private readonly FaultLog _reading = new();

    public void Failed(Exception exception) => _reading.Failed(() => logger.NotRead(exception, source), () => logger.StillNotRead(exception, source));

    public void Succeeded() => _reading.Succeeded(() => logger.ReadAgain(source));
}
