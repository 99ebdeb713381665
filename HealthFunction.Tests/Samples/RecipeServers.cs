using HealthFunction.Testing;

namespace HealthFunction.Tests.Samples;

/// <summary>
/// Those servers of the recipes in docs/checks.md that a package of Debian or npm has, with a proxy in front of each service. Started when
/// they are first needed, so that nothing starts where the sample is not built.
/// </summary>
public sealed class RecipeServers : IAsyncDisposable
{
    public const string MySql = "mysql.shop";
    public const string RabbitMq = "rabbitmq.orders";
    public const string Memcached = "memcached.sessions";
    public const string Blob = "blob.invoices";
    public const string Queue = "queue.orders";

    private readonly MariaDbServer _mariaDb = new();
    private readonly RabbitMqServer _rabbitMq = new();
    private readonly MemcachedServer _memcached = new();
    private readonly AzuriteServer _azurite = new() { WithBlobs = true };
    private readonly Dictionary<string, FaultProxy> _proxies = [];
    private Task<AppProcess>? _app;

    /// <summary>The sample with these checks, through the proxies.</summary>
    public Task<AppProcess> AppAsync() => _app ??= StartAsync();

    public FaultProxy Proxy(string check) => _proxies[check];

    public TestServer Server(string check) => check switch
    {
        MySql => _mariaDb,
        RabbitMq => _rabbitMq,
        Memcached => _memcached,
        _ => _azurite,
    };

    /// <summary>The checks that depend on the server of this one.</summary>
    public static string[] SharingServer(string check) => check is Blob or Queue ? [Blob, Queue] : [check];

    /// <summary>The sample, asking the servers themselves with passwords that they do not have.</summary>
    public async Task<AppProcess> StartWithWrongPasswordsAsync()
    {
        await AppAsync();
        var password = TestServer.NewPassword();
        var key = Convert.ToBase64String(new byte[64]);
        return await Recipes.StartAsync(new()
        {
            ["MySql"] = _mariaDb.ConnectionString(password),
            ["RabbitMq"] = _rabbitMq.ConnectionString(password),
            ["Blob"] = _azurite.ConnectionStringOf("Blob", _azurite.BlobPort, key),
            ["Queue"] = _azurite.ConnectionStringOf("Queue", _azurite.QueuePort, key),
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is { IsCompletedSuccessfully: true })
        {
            await (await _app).DisposeAsync();
        }

        foreach (var proxy in _proxies.Values)
        {
            await proxy.DisposeAsync();
        }

        foreach (var server in new TestServer[] { _mariaDb, _rabbitMq, _memcached, _azurite })
        {
            await server.DisposeAsync();
        }
    }

    private async Task<AppProcess> StartAsync()
    {
        Recipes.SkipUnlessBuilt();
        await Task.WhenAll(
            Task.Run(_mariaDb.StartAsync), Task.Run(_rabbitMq.StartAsync), Task.Run(_memcached.StartAsync), Task.Run(_azurite.StartAsync));
        await _azurite.CreateContainerAsync("invoices");
        await _azurite.CreateQueueAsync("orders");
        foreach (var (check, port) in new[]
        {
            (MySql, _mariaDb.Port), (RabbitMq, _rabbitMq.Port), (Memcached, _memcached.Port), (Blob, _azurite.BlobPort), (Queue, _azurite.QueuePort),
        })
        {
            _proxies[check] = FaultProxy.To(port);
        }

        return await Recipes.StartAsync(new()
        {
            ["MySql"] = _mariaDb.ConnectionString(port: Proxy(MySql).Port),
            ["RabbitMq"] = _rabbitMq.ConnectionString(port: Proxy(RabbitMq).Port),
            ["Memcached"] = FormattableString.Invariant($"127.0.0.1:{Proxy(Memcached).Port}"),
            ["Blob"] = _azurite.ConnectionStringOf("Blob", Proxy(Blob).Port),
            ["Queue"] = _azurite.ConnectionStringOf("Queue", Proxy(Queue).Port),
        });
    }
}
