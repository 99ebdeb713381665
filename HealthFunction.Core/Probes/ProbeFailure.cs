using System.ComponentModel;
using System.Net.Sockets;
using System.Security.Cryptography;
using HealthFunction.Checks;

namespace HealthFunction.Probes;

/// <summary>Converts a client's exception to the probe's.</summary>
internal static class ProbeFailure
{
    /// <remarks>The texts of the client's own exceptions (<paramref name="read"/>) win over those of the network's.</remarks>
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
    /// Whether a handshake failed late: since TLS 1.3, a server that rejects a client's certificate, or a missing one, does so when the
    /// client has already begun to read; it looks like data that cannot be decrypted.
    /// </summary>
    public static bool IsLateRefusal(Exception failure) => failure is IOException
        && (failure.InnerException is Win32Exception and not SocketException || failure.InnerException?.InnerException is CryptographicException);

    /// <summary>HttpClient also reports a TLS failure when the network fails during the handshake.</summary>
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

    /// <summary>A client's own timeout that ended shortly before the check's; a stream that ended or broke in some other way.</summary>
    private static ErrorText? ReadRest(Exception failure, TimeSpan timeout)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is TimeoutException or OperationCanceledException or SocketException { SocketErrorCode: SocketError.TimedOut })
            {
                return ErrorText.TimedOutAfter(timeout);
            }

            // Derived exceptions are about files, such as a certificate's.
            if (e.GetType() == typeof(IOException))
            {
                return ErrorText.ConnectionLost;
            }
        }

        return null;
    }
}
