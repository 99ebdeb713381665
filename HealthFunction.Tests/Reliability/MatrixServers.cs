using System.Net.Sockets;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>
/// The app several times: asking through the proxies, asking the servers themselves, and asking through the proxies by names that
/// can be taken away, each with one check of each kind. What the endpoint check asks for is the liveness of another one.
/// </summary>
public sealed class MatrixServers(BreakableServers servers) : IAsyncLifetime
{
    public const string Endpoint = "endpoint.web";

    /// <summary>Far above what healthy servers need on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>Two answers that are later than this are still within the deadline.</summary>
    public static readonly TimeSpan SlowAfter = TimeSpan.FromMilliseconds(400);

    private static readonly string[] Checks = [BreakableServers.Database, BreakableServers.Cache, BreakableServers.Table, Endpoint];

    private AppProcess? _web;
    private MatrixApp? _proxied;
    private MatrixApp? _direct;
    private MatrixApp? _named;
    private PrivateNames? _names;
    private SilentListener? _silent;
    private Task<MatrixTopology>? _topology;
    private Task<CacheTopology>? _caches;
    private Task<EndpointTopology>? _endpoints;
    private FaultProxy? _webProxy;

    public BreakableServers Servers => servers;

    public AppProcess Web => _web!;

    internal MatrixTable Results { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _web = await AppProcess.StartAsync();
        _webProxy = FaultProxy.To(Web.Address.Port);
        _proxied = await MatrixApp.StartAsync(Settings(proxied: true, _webProxy.Port));
        _direct = await MatrixApp.StartAsync(Settings(proxied: false, Web.Address.Port));
        if (PrivateNames.CanBeGiven)
        {
            _names = new PrivateNames([.. Checks.Select(Host)]);
            _named = await MatrixApp.StartAsync(NamedSettings(), _names);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Results.Write();
        if (_topology is { IsCompletedSuccessfully: true })
        {
            await (await _topology).DisposeAsync();
        }

        if (_caches is { IsCompletedSuccessfully: true })
        {
            await (await _caches).DisposeAsync();
        }

        if (_endpoints is { IsCompletedSuccessfully: true })
        {
            await (await _endpoints).DisposeAsync();
        }

        _silent?.Dispose();
        foreach (var disposable in new IAsyncDisposable?[] { _named, _direct, _proxied, _webProxy, _web })
        {
            if (disposable is not null)
            {
                await disposable.DisposeAsync();
            }
        }

        _names?.Dispose();
    }

    public FaultProxy Proxy(string check) => check == Endpoint ? _webProxy! : servers.Proxy(check);

    /// <summary>Started when it is first needed.</summary>
    internal Task<MatrixTopology> TopologyAsync() => _topology ??= MatrixTopology.StartAsync(servers);

    /// <inheritdoc cref="TopologyAsync"/>
    internal Task<CacheTopology> CacheTopologyAsync() => _caches ??= CacheTopology.StartAsync();

    /// <inheritdoc cref="TopologyAsync"/>
    internal Task<EndpointTopology> EndpointTopologyAsync() => _endpoints ??= EndpointTopology.StartAsync();

    /// <summary>The app that a case is about.</summary>
    internal async Task<MatrixApp> AppAsync(MatrixCase broken) =>
        broken.InTopology ? (await TopologyAsync()).App
        : broken.InCacheTopology ? (await CacheTopologyAsync()).App
        : broken.InEndpointTopology ? (await EndpointTopologyAsync()).App
        : broken.Named ? _named!
        : broken.Proxied ? _proxied!
        : _direct!;

    /// <summary>Adds an address that answers nothing to the name of one dependency, before its own; null removes it again.</summary>
    public void AddSilentAddress(string? check)
    {
        _silent?.Dispose();
        _silent = check is null ? null : SilentListener.At(SilentAddress, Proxy(check).Port);
        _names!.Resolve([.. check is null ? Array.Empty<string>() : [$"{SilentAddress} {Host(check)}"], .. Checks.Select(Host)]);
    }

    /// <summary>Removes the name of one dependency for the app that uses names; null restores them all.</summary>
    public void LoseName(string? check) => _names!.Resolve([.. Checks.Where(c => c != check).Select(Host)]);

    /// <summary>An address that systems try before 127.0.0.1; without IPv6, the order of the two is the system's choice.</summary>
    private static string SilentAddress => Socket.OSSupportsIPv6 ? "::1" : "127.0.0.2";

    private static string Host(string check) => $"{check.Split('.')[0]}.dependency.test";

    private Dictionary<string, string?> Settings(bool proxied, int webPort) => new(servers.Settings(Deadline, proxied))
    {
        ["Health__Endpoints__web"] = FormattableString.Invariant($"http://127.0.0.1:{webPort}/api/health/live"),
        ["Health__Databases__default__SlowAfter"] = SlowAfter.ToString(),
        ["Health__Caches__default__SlowAfter"] = SlowAfter.ToString(),
        ["Health__Tables__default__SlowAfter"] = SlowAfter.ToString(),
        ["Health__Endpoints__web__SlowAfter"] = SlowAfter.ToString(),
    };

    private Dictionary<string, string?> NamedSettings()
    {
        var settings = Settings(proxied: true, _webProxy!.Port);
        foreach (var (setting, check) in new[] { "Databases__default", "Caches__default", "Tables__default", "Endpoints__web" }.Zip(Checks))
        {
            var name = "Health__" + setting;
            settings[name] = settings[name]!.Replace("127.0.0.1", Host(check), StringComparison.Ordinal);
        }

        return settings;
    }
}
