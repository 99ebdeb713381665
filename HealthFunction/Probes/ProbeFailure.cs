using HealthFunction.Checks;

namespace HealthFunction.Probes;

/// <summary>From a client's exception to the probe's.</summary>
internal static class ProbeFailure
{
    /// <remarks>What the client's own exceptions say (<paramref name="read"/>) goes before what the network's say.</remarks>
    public static ProbeException From(Exception failure, Func<Exception, ErrorText?> read, TimeSpan timeout)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is ProbeException known)
            {
                return known;
            }
        }

        return new(read(failure) ?? NetworkFailure.Read(failure) ?? ReadTimeout(failure, timeout) ?? ErrorText.CheckFailed, failure);
    }

    /// <summary>A client's own timeout that struck a moment before the check's.</summary>
    private static ErrorText? ReadTimeout(Exception failure, TimeSpan timeout)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is TimeoutException or OperationCanceledException)
            {
                return ErrorText.TimedOutAfter(timeout);
            }
        }

        return null;
    }
}
