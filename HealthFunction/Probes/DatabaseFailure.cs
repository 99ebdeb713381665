using HealthFunction.Checks;
using Npgsql;

namespace HealthFunction.Probes;

/// <summary>Reads the public error text off what Npgsql throws.</summary>
internal static class DatabaseFailure
{
    /// <summary>SQLSTATE codes: https://www.postgresql.org/docs/current/errcodes-appendix.html.</summary>
    public static ErrorText? Read(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is PostgresException answer)
            {
                return Read(answer.SqlState);
            }
        }

        // Without an inner exception it is Npgsql itself that cannot make sense of what it read.
        return failure is NpgsqlException { InnerException: null } ? ReadProtocol(failure.Message) : null;
    }

    private static ErrorText ReadProtocol(string message) =>
        message.Contains("password", StringComparison.OrdinalIgnoreCase) ? ErrorText.AuthenticationFailed
        : message.StartsWith("SSL connection requested", StringComparison.Ordinal) ? ErrorText.TlsFailure
        : ErrorText.UnexpectedAnswer;

    private static ErrorText Read(string state) => state switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => ErrorText.AuthenticationFailed,
        PostgresErrorCodes.InsufficientPrivilege => ErrorText.PermissionDenied,
        PostgresErrorCodes.InvalidCatalogName => ErrorText.NotFound,
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ConfigurationLimitExceeded => ErrorText.TooManyConnections,
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => ErrorText.NotReady,
        PostgresErrorCodes.ReadOnlySqlTransaction => ErrorText.ReadOnly,
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory or PostgresErrorCodes.InsufficientResources => ErrorText.OutOfSpace,
        _ when state.StartsWith("08", StringComparison.Ordinal) => ErrorText.ConnectionLost,
        _ => ErrorText.CheckFailed,
    };
}
