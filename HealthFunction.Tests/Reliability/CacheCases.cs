using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>Faults that only Redis has. A cache that accepts no writes is DOWN unless it is configured with <c>Mode=Ping</c>.</summary>
internal static class CacheCases
{
    public static IEnumerable<MatrixCase> All
    {
        get
        {
            CacheAdmin? admin = null;
            RedisServer? primary = null;
            return
            [
                new(BreakableServers.Cache, "credentials revoked")
                {
                    Errors = ["authentication failed"],
                    Begin = async matrix =>
                    {
                        admin = new CacheAdmin(matrix.Servers.Redis);
                        await admin.SendAsync("CONFIG", "SET", "requirepass", TestServer.NewPassword());
                        await admin.SendAsync("CLIENT", "KILL", "TYPE", "normal");
                    },
                    End = async matrix =>
                    {
                        await admin!.SendAsync("CONFIG", "SET", "requirepass", matrix.Servers.Redis.Password);
                        admin.Close();
                    },
                },
                new(BreakableServers.Cache, "maxclients reached")
                {
                    Errors = ["too many connections"],
                    Begin = async matrix =>
                    {
                        admin = new CacheAdmin(matrix.Servers.Redis);
                        await admin.SendAsync("CONFIG", "SET", "maxclients", "1");
                        await admin.SendAsync("CLIENT", "KILL", "TYPE", "normal");
                    },
                    End = async _ =>
                    {
                        await admin!.SendAsync("CONFIG", "SET", "maxclients", "10000");
                        admin.Close();
                    },
                },
                new(BreakableServers.Cache, "became a read-only replica")
                {
                    Errors = ["read-only"],
                    Begin = async matrix =>
                    {
                        primary = new RedisServer();
                        await primary.StartAsync();
                        await FollowAsync(matrix.Servers.Redis, primary);
                    },
                    End = async matrix =>
                    {
                        await matrix.Servers.Redis.SendAsync("REPLICAOF", "NO", "ONE");
                        await primary!.DisposeAsync();
                    },
                },
                new(BreakableServers.Cache, "maxmemory reached")
                {
                    Errors = ["out of space"],
                    Begin = matrix => matrix.Servers.Redis.SendAsync("CONFIG", "SET", "maxmemory", "1"),
                    End = matrix => matrix.Servers.Redis.SendAsync("CONFIG", "SET", "maxmemory", "0"),
                },
                new(BreakableServers.Cache, "disk full") { Errors = ["out of space"], Begin = matrix => FillDiskAsync(matrix.Servers), End = matrix => FreeDiskAsync(matrix.Servers) },
            ];
        }
    }

    private static async Task FollowAsync(RedisServer replica, RedisServer primary)
    {
        await replica.SendAsync("CONFIG", "SET", "masterauth", primary.Password);
        await replica.SendAsync("REPLICAOF", "127.0.0.1", FormattableString.Invariant($"{primary.Port}"));
        await UntilAsync(replica, "replication", "master_link_status:up");
    }

    private static async Task FillDiskAsync(BreakableServers servers)
    {
        (await SmallDisk.OfAsync(servers.Redis)).Begin(0);
        await servers.Redis.SendAsync("CONFIG", "SET", "save", "3600 1");
        await servers.Redis.SendAsync("BGSAVE");
        await UntilAsync(servers.Redis, "persistence", "rdb_last_bgsave_status:err");
    }

    private static async Task FreeDiskAsync(BreakableServers servers)
    {
        (await SmallDisk.OfAsync(servers.Redis)).End();
        await servers.Redis.SendAsync("CONFIG", "SET", "save", "");
        await servers.Redis.SendAsync("BGSAVE");
        await UntilAsync(servers.Redis, "persistence", "rdb_last_bgsave_status:ok");
    }

    private static async Task UntilAsync(RedisServer server, string section, string line)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await server.SendAsync("INFO", section)).Contains(line, StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }
}
