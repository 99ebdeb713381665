using System.ComponentModel;
using System.Net.Sockets;
using System.Security.Cryptography;
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

        return new(
            read(failure) ?? ReadHandshake(failure) ?? NetworkFailure.Read(failure) ?? ReadRest(failure, timeout) ?? ErrorText.CheckFailed,
            failure);
    }

    /// <summary>
    /// Whether a handshake failed late: since TLS 1.3 a server refuses a client's certificate, or its absence, when the client has long
    /// begun to read, as something that cannot be decrypted.
    /// </summary>
    public static bool IsLateRefusal(Exception failure) => failure is IOException
        && (failure.InnerException is Win32Exception and not SocketException || failure.InnerException?.InnerException is CryptographicException);

    /// <summary>HttpClient calls it a failure of TLS, too, when the network failed in the middle of the handshake.</summary>
    private static ErrorText? ReadHandshake(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: IOException cut })
            {
                return NetworkFailure.Read(cut) ?? ErrorText.ConnectionLost;
            }

            if (IsLateRefusal(e))
            {
                return ErrorText.TlsFailure;
            }
        }

        return null;
    }

    /// <summary>A client's own timeout that struck a moment before the check's; a stream that ended or broke in some other way.</summary>
    private static ErrorText? ReadRest(Exception failure, TimeSpan timeout)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is TimeoutException or OperationCanceledException or SocketException { SocketErrorCode: SocketError.TimedOut })
            {
                return ErrorText.TimedOutAfter(timeout);
            }

            // Those derived from it are of files, such as a certificate's.
            if (e.GetType() == typeof(IOException))
            {
                return ErrorText.ConnectionLost;
            }
        }

        return null;
    }
}
