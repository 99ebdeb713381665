using HealthFunction.Checks;
using StackExchange.Redis;

namespace HealthFunction.Probes.Caches;

/// <summary>Derives the public error text from what StackExchange.Redis throws. A text names a cause only if the server or the network states it.</summary>
internal static class CacheFailure
{
    /// <summary>How answers begin, where the library passes them on as text or has no kind of its own for them.</summary>
    private static readonly (string Words, ErrorText Text)[] Answers =
    [
        ("NOAUTH ", ErrorText.AuthenticationFailed),
        ("WRONGPASS ", ErrorText.AuthenticationFailed),
        ("ERR invalid password", ErrorText.AuthenticationFailed),
        ("NOPERM ", ErrorText.PermissionDenied),
        ("DENIED ", ErrorText.PermissionDenied),
        ("ERR max number of clients reached", ErrorText.TooManyConnections),
        ("READONLY ", ErrorText.ReadOnly),
        ("OOM ", ErrorText.OutOfSpace),
        ("MISCONF ", ErrorText.OutOfSpace),
        ("LOADING ", ErrorText.NotReady),
        ("MASTERDOWN ", ErrorText.NotReady),
        ("CLUSTERDOWN ", ErrorText.NotReady),
        ("BUSY ", ErrorText.NotReady),
        // The library's own words, when it knows what the server would say.
        ("Command cannot be issued to a replica", ErrorText.ReadOnly),
        ("RESP protocol failure", ErrorText.UnexpectedAnswer),
    ];

    public static ErrorText? Read(Exception failure)
    {
        ErrorText? rest = null;
        foreach (var e in Flatten(failure))
        {
            if (ReadAnswer(e) is { } answer)
            {
                return answer;
            }

            rest ??= e switch
            {
                RedisServerException { Kind: not (RedisErrorKind.ConnectionFault or RedisErrorKind.Timeout) } => ErrorText.UnexpectedAnswer,
                RedisConnectionException connection => Read(connection),
                _ => null,
            };
        }

        return rest;
    }

    /// <summary>What the server said; null when it said nothing that is known here.</summary>
    public static ErrorText? ReadAnswer(Exception failure) =>
        (failure as RedisServerException)?.Kind switch
        {
            RedisErrorKind.NoAuth or RedisErrorKind.WrongPass => ErrorText.AuthenticationFailed,
            RedisErrorKind.NoPermission => ErrorText.PermissionDenied,
            RedisErrorKind.MaxClients => ErrorText.TooManyConnections,
            RedisErrorKind.ReadOnly => ErrorText.ReadOnly,
            RedisErrorKind.OutOfMemory or RedisErrorKind.Misconfigured => ErrorText.OutOfSpace,
            RedisErrorKind.Loading or RedisErrorKind.MasterDown or RedisErrorKind.ClusterDown or RedisErrorKind.Busy => ErrorText.NotReady,
            _ => ReadWords(failure.Message),
        };

    private static ErrorText? ReadWords(string message)
    {
        // The library says which kind of RESP error it was, where an answer belongs to no command of the caller's.
        var start = message.IndexOf("Error: ", StringComparison.Ordinal) is var label and > 0 && !message.AsSpan(0, label).Contains(' ')
            ? label + "Error: ".Length
            : 0;
        foreach (var (words, text) in Answers)
        {
            if (message.AsSpan(start).StartsWith(words, StringComparison.Ordinal))
            {
                return text;
            }
        }

        return null;
    }

    private static ErrorText? Read(RedisConnectionException failure) => NetworkFailure.Read(failure) ?? failure.FailureType switch
    {
        _ when Flatten(failure).Any(ProbeFailure.IsLateRefusal) => ErrorText.TlsFailure,
        ConnectionFailureType.ProtocolFailure or ConnectionFailureType.ResponseIntegrityFailure => ErrorText.UnexpectedAnswer,
        ConnectionFailureType.Loading => ErrorText.NotReady,
        ConnectionFailureType.SocketClosed => ErrorText.ConnectionLost,
        _ => null,
    };

    private static IEnumerable<Exception> Flatten(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is AggregateException several)
            {
                foreach (var inner in several.InnerExceptions.SelectMany(Flatten))
                {
                    yield return inner;
                }

                yield break;
            }

            yield return e;
        }
    }
}
