using System.Net;
using HealthFunction.Testing;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>The early calls of the app while it starts, before the first request.</summary>
public sealed class WarmUpTests : IAsyncLifetime
{
    private readonly RedisServer _redis = new();

    public async ValueTask InitializeAsync() => await _redis.StartAsync();

    public async ValueTask DisposeAsync() => await _redis.DisposeAsync();

    [Fact]
    public async Task Each_dependency_is_called_once_before_the_first_request_and_again_on_the_same_connection_for_it()
    {
        await using var app = await AppProcess.StartAsync(Settings(_redis.ConnectionString()));
        await CalledAsync();
        Assert.Equal(1, await _redis.ProbesAsync());

        var answer = await Answer.GetAsync(app.Client);

        Assert.Equal((HttpStatusCode.OK, "UP"), (answer.Code, answer.Status));
        Assert.Equal((2, 1), (await _redis.ProbesAsync(), await _redis.ConnectionsAsync()));
    }

    [Fact]
    public async Task A_dependency_that_went_down_after_its_early_call_is_down_for_the_first_request()
    {
        await using var app = await AppProcess.StartAsync(Settings(_redis.ConnectionString()));
        await CalledAsync();
        await _redis.StopAsync();

        var answer = await Answer.GetAsync(app.Client);

        Assert.StartsWith("cache.default=DOWN", answer.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dependency_that_comes_up_after_a_failed_early_call_is_up_for_the_next_request()
    {
        await using var proxy = FaultProxy.To(_redis.Port);
        proxy.Fault = Fault.Blackhole;
        await using var app = await AppProcess.StartAsync(Settings(_redis.ConnectionString(port: proxy.Port)));
        await Until.TrueAsync(() => proxy.Accepted > 0, "the cache was connected to");

        proxy.Fault = Fault.None;

        Assert.Equal("cache.default=UP", (await Answer.GetAsync(app.Client)).Summary);
    }

    [Fact]
    public async Task Nothing_is_called_when_a_setting_is_wrong()
    {
        await using var proxy = FaultProxy.To(_redis.Port);
        var settings = Settings(_redis.ConnectionString(port: proxy.Port));
        settings["Health__Timeout"] = "soon";

        var ended = await AppProcess.RunAsync(settings);

        Assert.Equal(1, ended.ExitCode);
        Assert.Equal("error: Health__Timeout is \"soon\"; it accepts a duration as hh:mm:ss from 00:00:00.0100000 to 00:01:00.", ended.Output.Trim());
        Assert.Equal(0, proxy.Accepted);
    }

    private static Dictionary<string, string?> Settings(string cache) => new()
    {
        // Longer than a first call needs on a machine that is busy with other tests.
        ["Health__Timeout"] = "00:00:10",
        ["Health__Caches__default"] = cache,
    };

    private Task CalledAsync() => Until.TrueAsync(async () => await _redis.ProbesAsync() > 0, "the cache was called");
}
