using HealthFunction.Testing;

namespace HealthFunction.Tests.Infra.PathRule;

/// <summary>One host name with two apps behind it: the app, and the self-host as the health app.</summary>
public sealed class Site : IAsyncLifetime
{
    /// <summary>
    /// For the health app, in addition to a check of the app, so that a dead app is DOWN, and one of a dependency that is down.
    /// </summary>
    internal Dictionary<string, string?> Settings { get; init; } = [];

    internal ServingApp App { get; private set; } = null!;

    internal AppProcess Health { get; private set; } = null!;

    internal NginxServer Nginx { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await ServingApp.StartAsync();
        Health = await AppProcess.StartAsync(new Dictionary<string, string?>(Settings)
        {
            ["Health__Endpoints__app"] = App.Address.ToString(),
            ["Health__Endpoints__away__Url"] = "http://127.0.0.1:1/",
            ["Health__Endpoints__away__Critical"] = "false",
        });
        Nginx = new NginxServer(Health.Address.Port, App.Address.Port);
        await Nginx.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Nginx.DisposeAsync();
        await Health.DisposeAsync();
        await App.DisposeAsync();
    }

    internal static async Task<Site> StartAsync(params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var site = new Site { Settings = new(settings) };
        await site.InitializeAsync();
        return site;
    }
}
