using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>Faults of a cluster, of Sentinels, of certificates, of a user's rights, and of a server that refuses other machines.</summary>
internal static class CacheTopologyCases
{
    private const string Denied = "permission denied";
    private const string Unauthenticated = "authentication failed";

    public static IEnumerable<MatrixCase> All => [.. Cluster, .. Sentinels, .. Certificates, ClientCertificate, .. User, ProtectedMode];

    private static IEnumerable<MatrixCase> Cluster
    {
        get
        {
            RedisServer? broken = null;
            return
            [
                Case(
                    CacheTopology.Clustered,
                    "a replica killed (UP), connections cut",
                    error: null,
                    async topology =>
                    {
                        broken = (await topology.Cluster.ReplicasAsync())[0];
                        await broken.KillAsync();
                        await CutAsync(topology.Cluster.Nodes.Except([broken]));
                    },
                    _ => broken!.StartAsync()),
                Case(
                    CacheTopology.Clustered,
                    "a replica silent (UP), connections cut",
                    error: null,
                    async topology =>
                    {
                        broken = (await topology.Cluster.ReplicasAsync())[^1];
                        broken.Freeze();
                        await CutAsync(topology.Cluster.Nodes.Except([broken]));
                    },
                    _ => MatrixCases.Now(broken!.Resume)),
                Case(
                    CacheTopology.Clustered,
                    "the key's node killed, then started again",
                    MatrixCases.Refused,
                    async topology =>
                    {
                        broken = await topology.OwnerAsync();
                        await broken.KillAsync();
                    },
                    async _ =>
                    {
                        await broken!.StartAsync();
                        await RedisCluster.UntilReadyAsync(broken);
                    }),
            ];
        }
    }

    private static IEnumerable<MatrixCase> Sentinels =>
    [
        Case(
            CacheTopology.Watched,
            "primary killed, then the replica promoted",
            MatrixCases.Refused,
            topology => topology.Primary.KillAsync(),
            async topology =>
            {
                await topology.Sentinels[0].FailOverAsync();
                foreach (var sentinel in topology.Sentinels)
                {
                    await Until.TrueAsync(() => sentinel.IsPrimaryAsync(topology.Replica), "every Sentinel knows the new primary");
                }
            }),
        Case(
            CacheTopology.Watched,
            "one of two Sentinels killed (UP), connections cut",
            error: null,
            async topology =>
            {
                await topology.Sentinels[0].KillAsync();
                await CutAsync([topology.Primary, topology.Replica]);
            },
            topology => topology.Sentinels[0].StartAsync()),
        Case(
            CacheTopology.Watched,
            "both Sentinels killed, connections cut",
            MatrixCases.Refused,
            async topology =>
            {
                await Task.WhenAll(topology.Sentinels.Select(s => s.KillAsync()));
                await CutAsync([topology.Primary, topology.Replica]);
            },
            topology => Task.WhenAll(topology.Sentinels.Select(s => s.StartAsync()))),
    ];

    private static IEnumerable<MatrixCase> Certificates => TopologyCases.BadCertificates.Append(TopologyCases.Ending).Select(bad => Case(
        CacheTopology.Secured,
        bad.Fault,
        bad == TopologyCases.Ending ? null : TopologyCases.TlsFailure,
        topology => topology.Tls.UseAsync(bad.Make(topology.Certificates)),
        topology => topology.Tls.UseAsync(topology.Certificates.Good("127.0.0.1"))));

    private static MatrixCase ClientCertificate => Case(
        CacheTopology.Secured,
        TopologyCases.NoClientCertificate,
        TopologyCases.TlsFailure,
        topology => topology.Tls.DemandClientCertificatesAsync(true),
        topology => topology.Tls.DemandClientCertificatesAsync(false));

    private static IEnumerable<MatrixCase> User =>
    [
        UserCase("user may not write", Denied, "-set"),
        UserCase("user may not read", Denied, "-get"),
        UserCase("user has lost its keys", Denied, "resetkeys"),
        UserCase("user may not say PING, connections cut", Denied, "-ping"),
        UserCase("user's password changed, connections cut", Unauthenticated, "resetpass", ">another"),
        UserCase("user switched off, the default user open to all", Unauthenticated, "off"),
    ];

    private static MatrixCase ProtectedMode => Case(
        CacheTopology.Guarded,
        "protected mode",
        Denied,
        async topology =>
        {
            await topology.Open.SendAsync("CONFIG", "SET", "protected-mode", "yes");
            topology.OtherMachine.CutExisting();
        },
        topology => topology.Open.SendAsync("CONFIG", "SET", "protected-mode", "no"));

    private static MatrixCase UserCase(string fault, string error, params string[] change) => Case(
        CacheTopology.Restricted,
        fault,
        error,
        async topology =>
        {
            await topology.Open.SendAsync(["ACL", "SETUSER", CacheTopology.User, .. change]);
            await topology.Open.SendAsync("CLIENT", "KILL", "USER", CacheTopology.User);
        },
        topology => topology.AllowUserAsync());

    /// <summary>A server that another row has left dead has none.</summary>
    private static async Task CutAsync(IEnumerable<RedisServer> servers)
    {
        foreach (var server in servers.Where(s => s.IsRunning))
        {
            await server.SendAsync("CLIENT", "KILL", "TYPE", "normal");
        }
    }

    private static MatrixCase Case(
        string check, string fault, string? error, Func<CacheTopology, Task> begin, Func<CacheTopology, Task> end) => new(check, fault)
        {
            InCacheTopology = true,
            Errors = error is null ? [] : [error],
            Begin = async matrix => await begin(await matrix.CacheTopologyAsync()),
            End = async matrix => await end(await matrix.CacheTopologyAsync()),
        };
}
