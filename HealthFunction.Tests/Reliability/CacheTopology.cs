using System.Globalization;
using System.Net;
using HealthFunction.Testing;
using HealthFunction.Tests.Probes;

namespace HealthFunction.Tests.Reliability;

/// <summary>Caches that are more than one server with a password: a cluster, Sentinels, TLS, users, protected mode. One more app asks for these.</summary>
internal sealed class CacheTopology : IAsyncDisposable
{
    public const string Clustered = "cache.cluster";
    public const string Watched = "cache.sentinel";
    public const string Secured = "cache.secured";
    public const string Restricted = "cache.restricted";
    public const string Guarded = "cache.guarded";

    /// <summary>Of <see cref="Open"/>, with the rights that docs/settings.md lists.</summary>
    public const string User = "health";

    private const string Host = "127.0.0.1";

    private readonly string _userPassword = TestServer.NewPassword();
    private MatrixApp? _app;
    private FaultProxy? _otherMachine;

    private CacheTopology()
    {
        Replica = new RedisServer { GroupPassword = Primary.Password, ReplicaOf = Primary };
        Sentinels = [new RedisSentinel(Primary), new RedisSentinel(Primary)];
        Tls = new TlsRedis(Certificates.Good(Host), Certificates);
    }

    public MatrixApp App => _app!;

    public TestCertificates Certificates { get; } = new();

    public RedisCluster Cluster { get; } = new();

    public RedisServer Primary { get; } = new() { GroupPassword = TestServer.NewPassword() };

    public RedisServer Replica { get; }

    public IReadOnlyList<RedisSentinel> Sentinels { get; }

    public TlsRedis Tls { get; }

    /// <summary>Its default user needs no password.</summary>
    public RedisServer Open { get; } = new();

    /// <summary>To the server behind it, what comes through here comes from another machine.</summary>
    public FaultProxy OtherMachine => _otherMachine!;

    public static async Task<CacheTopology> StartAsync()
    {
        var topology = new CacheTopology();
        try
        {
            await topology.StartAllAsync();
            return topology;
        }
        catch
        {
            await topology.DisposeAsync();
            throw;
        }
    }

    /// <summary>The node that keeps the app's key, whose name the app makes up.</summary>
    public async Task<RedisServer> OwnerAsync()
    {
        foreach (var node in Cluster.Nodes)
        {
            if (await node.SendAsync("KEYS", "HealthFunction:*") is { Length: > 0 } key)
            {
                return await Cluster.OwnerAsync(key);
            }
        }

        throw new InvalidOperationException("The app keeps no key in the cluster.");
    }

    public Task AllowUserAsync() =>
        Open.SendAsync("ACL", "SETUSER", User, "reset", "on", ">" + _userPassword, "~HealthFunction:*", "+ping", "+set", "+get");

    public async ValueTask DisposeAsync()
    {
        foreach (var disposable in (IEnumerable<IAsyncDisposable?>)[_app, _otherMachine, Cluster, .. Sentinels, Replica, Primary, Tls, Open])
        {
            if (disposable is not null)
            {
                await disposable.DisposeAsync();
            }
        }

        Certificates.Dispose();
    }

    private async Task StartAllAsync()
    {
        await Task.WhenAll(Cluster.StartAsync(), StartWatchedAsync(), Tls.StartAsync(), StartOpenAsync());
        _otherMachine = FaultProxy.To(Open.Port, IPAddress.Parse("127.0.0.2"));
        _app = await MatrixApp.StartAsync(new Dictionary<string, string?>
        {
            // What the system trusts, for this process.
            ["SSL_CERT_FILE"] = Certificates.AuthorityFile,
            ["Health__Timeout"] = MatrixServers.Deadline.ToString(),
            ["Health__Caches__cluster"] = Cluster.ConnectionString(),
            ["Health__Caches__sentinel"] =
                $"{string.Join(',', Sentinels.Select(s => Address(s.Port)))},serviceName={RedisSentinel.Service},password={Primary.Password}",
            ["Health__Caches__secured"] = Tls.ConnectionString,
            ["Health__Caches__restricted"] = $"{Address(Open.Port)},user={User},password={_userPassword}",
            ["Health__Caches__guarded"] = Address(OtherMachine.Port),
        });
    }

    private async Task StartWatchedAsync()
    {
        await Primary.StartAsync();
        await Replica.StartAsync();
        await Task.WhenAll(Sentinels.Select(s => s.StartAsync()));
        foreach (var sentinel in Sentinels)
        {
            await Until.TrueAsync(() => sentinel.KnowsReplicasAsync(1), "the Sentinels know the replica");
        }
    }

    private async Task StartOpenAsync()
    {
        await Open.StartAsync();
        await Open.SendAsync("CONFIG", "SET", "protected-mode", "no");
        await Open.SendAsync("ACL", "SETUSER", "default", "nopass");
        await AllowUserAsync();
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"{Host}:{port}");
}
