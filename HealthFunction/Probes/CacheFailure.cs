using HealthFunction.Checks;
using StackExchange.Redis;

namespace HealthFunction.Probes;

/// <summary>Reads the public error text off what StackExchange.Redis throws.</summary>
internal static class CacheFailure
{
    private static readonly (string Words, ErrorText Text)[] Answers =
    [
        ("NOAUTH", ErrorText.AuthenticationFailed),
        ("WRONGPASS", ErrorText.AuthenticationFailed),
        ("invalid password", ErrorText.AuthenticationFailed),
        ("NOPERM", ErrorText.PermissionDenied),
        ("max number of clients reached", ErrorText.TooManyConnections),
        ("READONLY ", ErrorText.ReadOnly),
        ("cannot be issued to a replica", ErrorText.ReadOnly),
        ("requires writable", ErrorText.ReadOnly),
        ("OOM ", ErrorText.OutOfSpace),
        ("MISCONF ", ErrorText.OutOfSpace),
        ("LOADING ", ErrorText.NotReady),
        ("MASTERDOWN ", ErrorText.NotReady),
        ("CLUSTERDOWN ", ErrorText.NotReady),
        ("BUSY ", ErrorText.NotReady),
    ];

    public static ErrorText? Read(Exception failure)
    {
        ErrorText? connection = null;
        foreach (var e in Flatten(failure))
        {
            if (ReadAnswer(e.Message) is { } answer)
            {
                return answer;
            }

            connection ??= (e as RedisConnectionException)?.FailureType switch
            {
                ConnectionFailureType.AuthenticationFailure => NetworkFailure.Read(e) ?? ErrorText.AuthenticationFailed,
                ConnectionFailureType.ProtocolFailure or ConnectionFailureType.ResponseIntegrityFailure => ErrorText.UnexpectedAnswer,
                ConnectionFailureType.InternalFailure => NetworkFailure.Read(e) ?? ErrorText.UnexpectedAnswer,
                ConnectionFailureType.Loading => ErrorText.NotReady,
                ConnectionFailureType.SocketClosed or ConnectionFailureType.SocketFailure => NetworkFailure.Read(e) ?? ErrorText.ConnectionLost,
                _ => null,
            };
        }

        return connection;
    }

    /// <summary>The library passes on what a server said when it turned a connection away, sometimes inside a text of its own.</summary>
    private static ErrorText? ReadAnswer(string message)
    {
        foreach (var (words, text) in Answers)
        {
            if (message.Contains(words, StringComparison.Ordinal))
            {
                return text;
            }
        }

        return null;
    }

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
