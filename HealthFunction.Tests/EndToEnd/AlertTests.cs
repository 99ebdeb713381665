using System.Text;
using HealthFunction.Testing;
using HealthFunction.Tests.Alerts;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>The app with a Redis of its own that is stopped, and a webhook.</summary>
public sealed class AlertTests(SharedServers servers) : IAsyncLifetime
{
    private readonly RedisServer _redis = new();
    private Receiver _receiver = null!;

    private IEnumerable<string> Kinds => _receiver.All.Select(r => r.Kind);

    public async ValueTask InitializeAsync()
    {
        await _redis.StartAsync();
        _receiver = await Receiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_dependency_that_goes_down_is_reported_once_across_a_restart_and_so_is_its_recovery()
    {
        var settings = Settings();
        settings["Health__History__ConnectionString"] = (await servers.AzuriteAsync()).ConnectionString();
        settings["Health__History__Table"] = $"Alerts{Environment.ProcessId}";
        settings["HistorySchedule"] = "* * * * * *";

        // The receiver is unavailable at first: the connection ends without an answer.
        _receiver.Answer(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using (var app = await AppProcess.StartAsync(settings))
        {
            await _redis.StopAsync();
            await Until.TrueAsync(() => _receiver.All.Count == 2, "the alert arrives");
            await app.WaitForOutputAsync("was delivered (attempt 2)");

            // The delivery is stored before the next tick begins.
            await MoreRunsAsync(app, 2);
            await app.KillAsync();
        }

        Assert.Equal(["down", "down"], Kinds);
        Assert.Equal(_receiver.All[0].Id, _receiver.All[1].Id);
        Assert.Equal("DOWN", _receiver.All[1].Body["status"]!.GetValue<string>());
        Assert.Equal("cache.default", _receiver.All[1].Body["failing"]![0]!["check"]!.GetValue<string>());
        Assert.Equal("us", _receiver.All[1].Body["source"]!.GetValue<string>());

        await using var again = await AppProcess.StartAsync(settings);
        await MoreRunsAsync(again, 4);
        Assert.Equal(2, _receiver.All.Count);

        await _redis.StartAsync();
        await Until.TrueAsync(() => _receiver.All.Count == 3, "the end of the outage is reported");
        var resolved = _receiver.All[2];
        Assert.Equal(("resolved", "UP"), (resolved.Kind, resolved.Body["status"]!.GetValue<string>()));
        Assert.Equal(_receiver.All[0].Body["incident"]!.GetValue<string>(), resolved.Body["incident"]!.GetValue<string>());
        Assert.DoesNotContain("secret-of-the-webhook", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_storage_the_timer_runs_for_the_alerts()
    {
        var settings = Settings();
        settings["AzureWebJobsStorage"] = "none";
        await using var app = await AppProcess.StartAsync(settings);
        await _redis.StopAsync();
        await Until.TrueAsync(
            async () =>
            {
                await TickAsync(app);
                return _receiver.All.Count == 1;
            },
            "the alert arrives");
        Assert.Equal(["down"], Kinds);
        Assert.Contains("no history is kept", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_that_is_unavailable_delays_no_alert()
    {
        // AppProcess's default storage has no listener.
        await using var app = await AppProcess.StartAsync(Settings());
        await _redis.StopAsync();
        await Until.TrueAsync(
            async () =>
            {
                await TickAsync(app);
                return _receiver.All.Count > 0;
            },
            "the alert arrives");
        Assert.Equal(["down"], Kinds);
        Assert.Contains("Alerting goes on from memory", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dependency_that_is_slow_is_reported_as_degraded_and_causes_no_outage()
    {
        await using var proxy = FaultProxy.To(_redis.Port);
        var settings = Settings();
        settings["Health__Caches__default"] = _redis.ConnectionString(port: proxy.Port);
        settings["Health__Caches__default__SlowAfter"] = "00:00:00.2";
        settings["Health__Alerts__OnDegraded"] = "true";
        settings["Health__Alerts__DegradedAfter"] = "2";
        settings["Health__Alerts__DegradedResolveAfter"] = "1";
        settings["AzureWebJobsStorage"] = "none";
        await using var app = await AppProcess.StartAsync(settings);

        proxy.Fault = Fault.Delay(TimeSpan.FromMilliseconds(300));
        await UntilAsync(app, () => _receiver.All.Count > 0, "the alert arrives");
        proxy.Fault = Fault.None;
        await UntilAsync(app, () => _receiver.All.Count > 1, "its end is reported");

        Assert.Equal(["degraded", "degraded-resolved"], Kinds);
        var body = _receiver.All[0].Body;
        Assert.Equal(("UP", "cache.default: slower than 200 ms"), (body["status"]!.GetValue<string>(), body["error"]!.GetValue<string>()));
    }

    private static Task UntilAsync(AppProcess app, Func<bool> condition, string what) => Until.TrueAsync(
        async () =>
        {
            await TickAsync(app);
            return condition();
        },
        what);

    private Dictionary<string, string?> Settings() => new()
    {
        ["Health__Caches__default"] = _redis.ConnectionString(),
        ["Health__History__Source"] = "us",
        ["Health__Alerts__Webhook"] = _receiver.Url.AbsoluteUri,
        ["Health__Alerts__After"] = "2",
    };

    private static async Task MoreRunsAsync(AppProcess app, int count)
    {
        var runs = await RunsAsync(app);
        await Until.TrueAsync(async () => await RunsAsync(app) >= runs + count, "more failing runs are recorded");
    }

    private static async Task<int> RunsAsync(AppProcess app)
    {
        using var response = await app.Client.GetAsync(new Uri("api/history?status=DOWN&limit=1000", UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return text.Split("\"time\"").Length - 1;
    }

    private static async Task TickAsync(AppProcess app)
    {
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var tick = await app.Client.PostAsync(new Uri("admin/functions/RecordHistory", UriKind.Relative), body, TestContext.Current.CancellationToken);
    }
}
