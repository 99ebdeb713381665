using HealthFunction.Checks;
using Npgsql;

namespace HealthFunction.Probes.Databases;

/// <summary>
/// The statement that a server has to execute. It is COPY, because Npgsql stops waiting for COPY as soon as its token is cancelled. To
/// cancel a command (<c>SELECT 1</c>), it first sends a cancel request on a second connection and waits for that without limit, on the
/// cancelling thread, so a frozen server would block a thread for as long as it is frozen. COPY needs no privilege, works on a standby
/// and through a transaction pooler, and costs the same as the SELECT.
/// </summary>
internal static class DatabaseStatement
{
    private const string AnyServer = "COPY (SELECT 1) TO STDOUT";

    /// <summary>
    /// Npgsql's own query to distinguish a primary from a standby; here it is sent each time and its result is never remembered.
    /// </summary>
    private const string ServerState =
        "COPY (SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('default_transaction_read_only')) TO STDOUT";

    /// <exception cref="ProbeException">The server gave an unexpected answer, or does not have the required role.</exception>
    public static async Task RunAsync(NpgsqlConnection connection, DatabaseRole role, CancellationToken cancellationToken)
    {
        using var reader = await connection.BeginTextExportAsync(role == DatabaseRole.Any ? AnyServer : ServerState, cancellationToken)
            .ConfigureAwait(false);
        var answer = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        if (!IsExpected(answer, role))
        {
            throw new ProbeException(IsServerState(answer) && role is DatabaseRole.Primary or DatabaseRole.ReadWrite ? ErrorText.ReadOnly : ErrorText.UnexpectedAnswer);
        }
    }

    private static bool IsExpected(string answer, DatabaseRole role) => role == DatabaseRole.Any
        ? answer == "1\n"
        : IsServerState(answer) && role.Admits(isStandby: answer[0] == 't', isReadOnly: answer[2..] == "on\n");

    private static bool IsServerState(string answer) => answer is "t\ton\n" or "t\toff\n" or "f\ton\n" or "f\toff\n";
}
