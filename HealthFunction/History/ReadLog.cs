using Microsoft.Extensions.Logging;

namespace HealthFunction.History;

/// <summary>Warns when history can no longer be read, and not again with each look before it was read once more.</summary>
internal sealed class ReadLog(ILogger logger)
{
    private bool _failing;

    public void Failed(Exception exception)
    {
        if (Interlocked.Exchange(ref _failing, true))
        {
            logger.StillUnreadable(exception);
        }
        else
        {
            logger.ReadFailed(exception);
        }
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref _failing) && Interlocked.Exchange(ref _failing, false))
        {
            logger.ReadableAgain();
        }
    }
}
