using HealthFunction.Checks;
using Npgsql;

namespace HealthFunction.Probes.Databases;

/// <summary>
/// What a server has to carry out. COPY, because it is the statement whose wait Npgsql ends as soon as its token is cancelled.
/// Cancelling a command (<c>SELECT 1</c>) first sends a cancel request on a second connection and waits for that without bound, with
/// the cancelling thread, so a frozen server would hold a thread for as long as it is frozen. COPY needs no privilege, works on a
/// standby and through a transaction pooler, and costs what the SELECT costs.
/// </summary>
internal static class DatabaseStatement
{
    private const string AnyServer = "COPY (SELECT 1) TO STDOUT";

    /// <summary>What Npgsql asks to tell a primary from a standby; here it is asked each time and never remembered.</summary>
    private const string ServerState =
        "COPY (SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('default_transaction_read_only')) TO STDOUT";

    /// <exception cref="ProbeException">The server gave another answer, or is not what it has to be.</exception>
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
