using HealthFunction.Testing;
using HealthFunction.Tests.History;
using HealthFunction.Tests.Reliability;

namespace HealthFunction.Tests.Worker;

/// <summary>
/// The Functions app with one dependency of each kind, each behind a proxy except the endpoint, and with a history behind one. It starts
/// when the first test needs it, because a fixture cannot be skipped and a test can.
/// </summary>
/// <param name="servers">All but the cache, which counts commands and has its password changed.</param>
public sealed class BreakableWorker(SharedServers servers) : IAsyncDisposable
{
    public const string Database = "database.default";
    public const string Cache = "cache.default";
    public const string Table = "table.default";

    internal const string AllUp =
        """{"checks":{"database.default":"UP","cache.default":"UP","table.default":"UP","endpoint.web":"UP"},"errors":{},"status":"UP"}""";

    private readonly Dictionary<string, FaultProxy> _proxies = [];
    private FaultProxy? _history;
    private WorkerApp? _app;
    private HeldEndpoint? _endpoint;

    public RedisServer Redis { get; } = new();

    public FaultProxy History => _history!;

    internal WorkerApp App => _app!;

    internal HeldEndpoint Endpoint => _endpoint!;

    /// <summary>Secrets that are only in its settings.</summary>
    internal Canaries Secrets { get; } = new();

    private IEnumerable<FaultProxy> Proxies => _proxies.Values.Append(_history).OfType<FaultProxy>();

    public FaultProxy Proxy(string check) => _proxies[check];

    public async Task StartAsync()
    {
        if (_app is not null)
        {
            return;
        }

        var postgres = await servers.PostgresAsync();
        var azurite = await servers.AzuriteAsync();
        await Redis.StartAsync();
        _endpoint ??= await HeldEndpoint.StartAsync();
        var table = new TestTable(azurite);
        _history = FaultProxy.To(azurite.Port);
        foreach (var (check, port) in new[] { (Database, postgres.Port), (Cache, Redis.Port), (Table, azurite.Port) })
        {
            _proxies[check] = FaultProxy.To(port);
        }

        Secrets.Add("database", PostgresTemplate.Password);
        Secrets.Add("cache", Redis.Password);
        Secrets.Add("table", azurite.AccountKey);
        _app = await WorkerApp.StartAsync(new Dictionary<string, string?>
        {
            // Longer than a busy machine needs.
            ["Health__Timeout"] = "00:00:30",
            ["Health__Databases__default"] = postgres.ConnectionString(port: Proxy(Database).Port),
            ["Health__Caches__default"] = Redis.ConnectionString(port: Proxy(Cache).Port),
            ["Health__Tables__default"] = azurite.ConnectionString(port: Proxy(Table).Port),
            ["Health__Endpoints__web"] = _endpoint.Url.AbsoluteUri,
            ["Health__History__ConnectionString"] = azurite.ConnectionString(port: _history.Port),
            ["Health__History__Table"] = table.Options.Table,
            ["Health__History__Source"] = "worker",
        });

        // The first answer waits for the early calls; after it there are only the calls of tests.
        Assert.Equal(AllUp, await _app.Client.GetStringAsync(new Uri("api/health", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    /// <summary>For a test that failed while something was broken.</summary>
    public void Mend()
    {
        foreach (var proxy in Proxies)
        {
            proxy.Fault = Fault.None;
        }

        _endpoint?.Release();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        foreach (var proxy in Proxies)
        {
            await proxy.DisposeAsync();
        }

        if (_endpoint is not null)
        {
            await _endpoint.DisposeAsync();
        }

        await Redis.DisposeAsync();
    }
}
