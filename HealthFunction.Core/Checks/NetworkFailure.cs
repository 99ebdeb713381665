using System.Net.Sockets;
using System.Security.Authentication;

namespace HealthFunction.Checks;

/// <summary>Derives the public error text from exceptions that any .NET client throws when the network fails.</summary>
internal static class NetworkFailure
{
    /// <summary>The text for the first exception in the chain that has one; null when none has.</summary>
    public static ErrorText? Read(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is AggregateException { InnerExceptions.Count: > 1 } several)
            {
                foreach (var inner in several.InnerExceptions)
                {
                    if (Read(inner) is { } text)
                    {
                        return text;
                    }
                }
            }

            if (ReadOne(e) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static ErrorText? ReadOne(Exception exception) => exception switch
    {
        SocketException socket => Read(socket.SocketErrorCode),
        AuthenticationException => ErrorText.TlsFailure,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => ErrorText.NameResolutionFailed,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => ErrorText.TlsFailure,
        HttpRequestException { HttpRequestError: HttpRequestError.VersionNegotiationError } => ErrorText.UnexpectedHttpVersion,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded
        } => ErrorText.UnexpectedAnswer,
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => ErrorText.ConnectionLost,
        HttpIOException
        {
            HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded
        } => ErrorText.UnexpectedAnswer,
        EndOfStreamException => ErrorText.ConnectionLost,
        _ => null,
    };

    private static ErrorText? Read(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => ErrorText.ConnectionRefused,
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => ErrorText.NameResolutionFailed,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostDown => ErrorText.NetworkUnreachable,
        // A restriction of this machine: no access to a socket's file, or a rule that blocks outgoing connections.
        SocketError.AccessDenied => ErrorText.PermissionDenied,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.NotConnected => ErrorText.ConnectionLost,
        _ => null,
    };
}
