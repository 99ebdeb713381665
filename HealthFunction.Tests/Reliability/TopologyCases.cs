using System.Security.Cryptography.X509Certificates;
using HealthFunction.Testing;
using HealthFunction.Tests.Probes;
using Npgsql;

namespace HealthFunction.Tests.Reliability;

/// <summary>Faults of a pooler, of a primary that has a standby, and of certificates.</summary>
internal static class TopologyCases
{
    public const string TlsFailure = "TLS failure";
    public const string NoClientCertificate = "without the client's certificate, now demanded";

    private const string Host = "127.0.0.1";

    /// <summary>What a server may show that a client must not accept.</summary>
    public static readonly IReadOnlyList<(string Fault, Func<TestCertificates, X509Certificate2> Make)> BadCertificates =
    [
        ("certificate of a foreign authority", _ => TestCertificates.Foreign(Host)),
        ("certificate expired", certificates => certificates.Expired(Host)),
        ("certificate of another name", certificates => certificates.Good("elsewhere.test")),
    ];

    /// <summary>A warning, and no fault.</summary>
    public static readonly (string Fault, Func<TestCertificates, X509Certificate2> Make) Ending =
        ("certificate ending in 3 days (UP)", certificates => certificates.Ending(Host, TimeSpan.FromDays(3)));

    public static IEnumerable<MatrixCase> All =>
    [
        .. Pooler,
        Case(
            MatrixTopology.Pair,
            "primary killed, then the standby promoted",
            "read-only",
            topology => topology.Primary.KillAsync(),
            topology => topology.Standby.PromoteAsync()),
        .. Certificates(MatrixTopology.SecuredDatabase, (topology, certificate) => topology.Postgres.UseAsync(certificate)),
        Case(
            MatrixTopology.SecuredDatabase,
            NoClientCertificate,
            "authentication failed",
            async topology =>
            {
                await topology.Postgres.DemandClientCertificatesAsync(topology.Certificates.AuthorityFile);
                topology.Proxy(MatrixTopology.SecuredDatabase).CutExisting();
            },
            topology => topology.Postgres.DemandNoClientCertificatesAsync()),
        .. Certificates(MatrixTopology.SecuredEndpoint, (topology, certificate) => MatrixCases.Now(() => topology.Endpoint.Certificate = certificate)),
    ];

    private static IEnumerable<MatrixCase> Pooler
    {
        get
        {
            List<NpgsqlConnection> crowd = [];
            return
            [
                new(MatrixTopology.Pooled, "PgBouncer's server stopped")
                {
                    InTopology = true,
                    Errors = ["check failed", MatrixCases.TimedOut],
                    Begin = matrix => matrix.Servers.Postgres.StopAsync(),
                    End = async matrix =>
                    {
                        await matrix.Servers.Postgres.StartAsync();
                        await UntilServedAsync((await matrix.TopologyAsync()).Pooler);
                    },
                },
                new(MatrixTopology.Pooled, "PgBouncer's login revoked")
                {
                    InTopology = true,
                    // Between its attempts the pooler says only that they fail.
                    Errors = ["authentication failed", "check failed", MatrixCases.TimedOut],
                    Begin = async matrix => await (await matrix.TopologyAsync()).Pooler.RevokeServerLoginAsync(),
                    End = async matrix =>
                    {
                        var pooler = (await matrix.TopologyAsync()).Pooler;
                        await pooler.RestoreServerLoginAsync();
                        await UntilServedAsync(pooler);
                    },
                },
                Case(
                    MatrixTopology.Pooled,
                    "PgBouncer stopped, then started again",
                    MatrixCases.Refused,
                    topology =>
                    {
                        topology.Proxy(MatrixTopology.Pooled).Fault = Fault.Refuse;
                        return topology.Pooler.StopAsync();
                    },
                    async topology =>
                    {
                        await topology.Pooler.StartAsync();
                        topology.Proxy(MatrixTopology.Pooled).Fault = Fault.None;
                    }),
                Case(
                    MatrixTopology.Pooled,
                    "PgBouncer's max_client_conn reached",
                    "too many connections",
                    async topology =>
                    {
                        topology.Proxy(MatrixTopology.Pooled).CutExisting();
                        while (await TryConnectAsync(topology.Pooler) is { } connection)
                        {
                            crowd.Add(connection);
                        }
                    },
                    async topology =>
                    {
                        crowd.ForEach(connection => connection.Dispose());
                        crowd.Clear();
                        await UntilServedAsync(topology.Pooler);
                    }),
            ];
        }
    }

    private static IEnumerable<MatrixCase> Certificates(string check, Func<MatrixTopology, X509Certificate2, Task> use)
    {
        return BadCertificates.Append(Ending).Select(bad => Case(
            check,
            bad.Fault,
            bad == Ending ? null : TlsFailure,
            topology => UseAsync(topology, bad.Make(topology.Certificates)),
            topology => UseAsync(topology, topology.Certificates.Good(Host))));

        async Task UseAsync(MatrixTopology topology, X509Certificate2 certificate)
        {
            await use(topology, certificate);
            topology.Proxy(check).CutExisting();
        }
    }

    private static MatrixCase Case(
        string check, string fault, string? error, Func<MatrixTopology, Task> begin, Func<MatrixTopology, Task> end) => new(check, fault)
        {
            InTopology = true,
            Errors = error is null ? [] : [error],
            Begin = async matrix => await begin(await matrix.TopologyAsync()),
            End = async matrix => await end(await matrix.TopologyAsync()),
        };

    /// <returns>Null when the pooler accepts no more clients.</returns>
    private static async Task<NpgsqlConnection?> TryConnectAsync(PgBouncerServer pooler)
    {
        var connection = new NpgsqlConnection(pooler.ConnectionString() + ";Pooling=false");
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch (PostgresException)
        {
            await connection.DisposeAsync();
            return null;
        }
    }

    /// <summary>A client that only logs in does not reach the server yet.</summary>
    private static Task UntilServedAsync(PgBouncerServer pooler) => Until.TrueAsync(
        async () =>
        {
            await using var connection = await TryConnectAsync(pooler);
            if (connection is null)
            {
                return false;
            }

            try
            {
                await using var command = new NpgsqlCommand("SELECT 1", connection);
                return await command.ExecuteScalarAsync() is 1;
            }
            catch (PostgresException)
            {
                return false;
            }
        },
        "PgBouncer serves others again");
}
