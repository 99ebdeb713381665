using HealthFunction.Surface;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Worker;

/// <summary>The descriptions of the functions, which the host reads before it calls any.</summary>
public sealed class FunctionListTests(SharedServers servers) : IAsyncLifetime
{
    private IReadOnlyList<LoadedFunction> _functions = [];

    public async ValueTask InitializeAsync() => _functions = (await servers.WorkerAsync()).Functions;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void The_worker_has_a_function_for_each_route_and_the_timer() => Assert.Equal(
        Routes.All.SelectMany(r => new[] { r.Name, r.ChangesName }.OfType<string>().Select(name => $"{name}: {r.Template}")).Append("RecordHistory: timerTrigger").Order(StringComparer.Ordinal),
        _functions.Select(f => $"{f.Name}: {f.Route ?? "timerTrigger"}").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_route_that_only_can_be_read_accepts_every_method_and_needs_no_key()
    {
        var http = _functions.Where(f => f.Route is not null && f.Route != Routes.Plans.Template).ToList();

        Assert.NotEmpty(http);
        Assert.All(http, f => Assert.Equal(("httpTrigger", "Anonymous"), (Text(f, "type"), Text(f, "authLevel"))));
        Assert.All(http, f => Assert.False(f.Trigger.TryGetProperty("methods", out _), $"{f.Name} would be 404 for the others."));
        Assert.All(http, f => Assert.Contains(f.Bindings, b => (LoadedFunction.Text(b, "name"), LoadedFunction.Text(b, "type")) == ("$return", "http")));
    }

    [Fact]
    public void Plans_are_read_without_a_key_and_changed_with_one()
    {
        Assert.Equal(
            ["HealthPlans Anonymous get,head,options,put", "HealthPlansChange Function post,patch,delete"],
            _functions.Where(f => f.Route == Routes.Plans.Template).OrderBy(f => f.Name, StringComparer.Ordinal).Select(f =>
                $"{f.Name} {Text(f, "authLevel")} {string.Join(',', f.Trigger.GetProperty("methods").EnumerateArray().Select(m => m.GetString()))}"));
    }

    [Fact]
    public void The_timer_follows_the_setting_is_monitored_and_is_repeated_within_its_minute()
    {
        var timer = Assert.Single(_functions, f => f.Route is null);

        Assert.Equal(("timerTrigger", "%HistorySchedule%"), (Text(timer, "type"), Text(timer, "schedule")));
        Assert.Equal((2ul, 10ul), timer.FixedRetry);
        Assert.False(timer.Trigger.TryGetProperty("runOnStartup", out _), "It would run with each new instance.");
        Assert.False(timer.Trigger.TryGetProperty("useMonitor", out _), "A restart would lose the tick that fell into it.");
    }

    private static string? Text(LoadedFunction function, string name) => LoadedFunction.Text(function.Trigger, name);
}
