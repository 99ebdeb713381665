using HealthFunction.Checks;
using Npgsql;

namespace HealthFunction.Probes.Databases;

/// <summary>Derives the public error text from what Npgsql throws. A failure that may have several causes has no text here.</summary>
internal static class DatabaseFailure
{
    /// <summary>
    /// PgBouncer has one code for all its errors, 08P01, so its messages decide; some of them come from its server:
    /// https://github.com/pgbouncer/pgbouncer/blob/pgbouncer_1_18_0/src/client.c.
    /// </summary>
    private static readonly (string Words, ErrorText Text)[] PoolerWords =
    [
        ("password authentication failed", ErrorText.AuthenticationFailed),
        ("SASL authentication failed", ErrorText.AuthenticationFailed),
        ("no such user", ErrorText.AuthenticationFailed),
        ("auth failed", ErrorText.AuthenticationFailed),
        ("no such database", ErrorText.NotFound),
        ("does not exist", ErrorText.NotFound),
        ("no more connections allowed", ErrorText.TooManyConnections),
        ("too many connections", ErrorText.TooManyConnections),
        ("too many clients", ErrorText.TooManyConnections),
        ("connection slots are reserved", ErrorText.TooManyConnections),
        ("the database system is", ErrorText.NotReady),
        ("SSL required", ErrorText.TlsFailure),
    ];

    /// <summary>Npgsql's own messages about a server that it is connected to.</summary>
    private static readonly (string Words, ErrorText Text)[] ClientWords =
    [
        ("No password has been provided", ErrorText.AuthenticationFailed),
        ("authentication method is not allowed", ErrorText.AuthenticationFailed),
        ("ChannelBinding is set to", ErrorText.AuthenticationFailed),
        ("No supported SASL mechanism", ErrorText.AuthenticationFailed),
        ("Unable to verify server signature", ErrorText.AuthenticationFailed),
        ("SSL connection requested", ErrorText.TlsFailure),
        // Messages of the protocol in a place where they make no sense.
        ("eceived", ErrorText.UnexpectedAnswer),
        ("expected", ErrorText.UnexpectedAnswer),
        ("Unknown message code", ErrorText.UnexpectedAnswer),
        ("Malformed", ErrorText.UnexpectedAnswer),
    ];

    /// <summary>SQLSTATE codes: https://www.postgresql.org/docs/current/errcodes-appendix.html.</summary>
    public static ErrorText? Read(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is PostgresException answer)
            {
                return Read(answer);
            }

            if (e is NpgsqlException { InnerException: null })
            {
                return Find(ClientWords, e.Message);
            }
        }

        return null;
    }

    private static ErrorText Read(PostgresException answer) => answer.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => ErrorText.AuthenticationFailed,
        PostgresErrorCodes.InsufficientPrivilege => ErrorText.PermissionDenied,
        PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.DatabaseDropped => ErrorText.NotFound,
        PostgresErrorCodes.TooManyConnections => ErrorText.TooManyConnections,
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.CrashShutdown => ErrorText.NotReady,
        // A server that shuts down ends sessions with it, and so does an administrator who ends only this one.
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.IdleSessionTimeout => ErrorText.ConnectionLost,
        PostgresErrorCodes.ReadOnlySqlTransaction => ErrorText.ReadOnly,
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory => ErrorText.OutOfSpace,
        PostgresErrorCodes.ProtocolViolation => Find(PoolerWords, answer.MessageText) ?? ErrorText.CheckFailed,
        _ => ErrorText.CheckFailed,
    };

    private static ErrorText? Find((string Words, ErrorText Text)[] known, string message)
    {
        foreach (var (words, text) in known)
        {
            if (message.Contains(words, StringComparison.OrdinalIgnoreCase))
            {
                return text;
            }
        }

        return null;
    }
}
