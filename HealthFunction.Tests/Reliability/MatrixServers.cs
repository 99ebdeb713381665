using HealthFunction.Tests.Fixtures;

namespace HealthFunction.Tests.Reliability;

/// <summary>
/// The app twice, once asking through the proxies and once asking the servers themselves, each with one check of each kind. What
/// the endpoint check asks for is the liveness of a third.
/// </summary>
public sealed class MatrixServers(BreakableServers servers) : IAsyncLifetime
{
    public const string Endpoint = "endpoint.web";

    /// <summary>Far above what healthy servers need on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    private AppProcess? _web;
    private AppProcess? _proxied;
    private AppProcess? _direct;
    private FaultProxy? _webProxy;

    public BreakableServers Servers => servers;

    public AppProcess Web => _web!;

    public AppProcess Proxied => _proxied!;

    public AppProcess Direct => _direct!;

    internal MatrixTable Results { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _web = await AppProcess.StartAsync();
        _webProxy = FaultProxy.To(Web.Address.Port);
        _proxied = await StartAsync(proxied: true, _webProxy.Port);
        _direct = await StartAsync(proxied: false, Web.Address.Port);
    }

    public async ValueTask DisposeAsync()
    {
        Results.Write();
        foreach (var disposable in new IAsyncDisposable?[] { _direct, _proxied, _webProxy, _web })
        {
            if (disposable is not null)
            {
                await disposable.DisposeAsync();
            }
        }
    }

    public FaultProxy Proxy(string check) => check == Endpoint ? _webProxy! : servers.Proxy(check);

    private Task<AppProcess> StartAsync(bool proxied, int webPort) =>
        AppProcess.StartAsync(servers.Settings(Deadline, proxied).Append(
            new("Health__Endpoints__web", FormattableString.Invariant($"http://127.0.0.1:{webPort}/api/health/live"))));
}
