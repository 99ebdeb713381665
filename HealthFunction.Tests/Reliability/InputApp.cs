using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>The app with its own cache and history.</summary>
public sealed class InputApp : IAsyncLifetime
{
    private readonly RedisServer _redis = new();
    private readonly AzuriteServer _history = new();
    private AppProcess? _app;

    public AppProcess App => _app!;

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(_redis.StartAsync(), _history.StartAsync());
        _app = await AppProcess.StartAsync(new Dictionary<string, string?>
        {
            // Longer than a busy machine needs.
            ["Health__Timeout"] = "00:00:20",
            ["Health__Caches__default"] = _redis.ConnectionString(),
            ["Health__History__ConnectionString"] = _history.ConnectionString(),
            ["Health__History__Timeout"] = "00:00:15",
        });
        using var asking = new Asking(App.Address);
        await asking.UntilUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await _redis.DisposeAsync();
        await _history.DisposeAsync();
    }

    /// <summary>How often the cache has been probed, by its own count.</summary>
    public Task<long> ProbesAsync() => _redis.ProbesAsync();
}
