using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>
/// The app starts before its dependencies. The bound applies to the second answer: the first one of a process also waits until its code
/// is compiled, which on a busy machine needs longer than the contract allows after a deadline.
/// </summary>
[Collection(nameof(Timing))]
public sealed class DownAtStartTests(BreakableServers servers)
{
    private const string AllUp = "database.default=UP cache.default=UP table.default=UP";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(BreakableServers.Database)]
    [InlineData(BreakableServers.Cache)]
    [InlineData(BreakableServers.Table)]
    [InlineData(BreakableServers.Database, BreakableServers.Cache, BreakableServers.Table)]
    public async Task A_server_that_is_not_there_is_down_in_time_and_up_when_it_appears_without_a_restart_of_the_app(params string[] absent)
    {
        foreach (var check in absent)
        {
            await servers.Server(check).StopAsync();
        }

        await using var app = await AppProcess.StartAsync(servers.Settings(Deadline, proxied: false));
        using var asking = new Asking(app.Address);
        await asking.AskAsync("/api/health/live");
        var first = await asking.AskAsync();
        var second = await asking.AskAsync();
        foreach (var check in absent)
        {
            await servers.Server(check).StartAsync();
        }

        var appeared = await asking.AskAsync();

        Assert.All(absent, check => Assert.Equal(("DOWN", "connection refused"), (first.Answer.Checks[check], first.Answer.Errors[check])));
        Assert.All(second.Answer.Checks, c => Assert.Equal(absent.Contains(c.Key) ? "DOWN" : "UP", c.Value));
        Assert.InRange(second.Elapsed, TimeSpan.Zero, Deadline + Timing.Slack);
        Assert.Equal(AllUp, appeared.Answer.Summary);
    }

    [Fact]
    public async Task A_network_that_drops_everything_is_down_in_time_from_the_start_and_up_when_it_is_repaired()
    {
        foreach (var proxy in servers.Proxies)
        {
            proxy.Fault = Fault.Blackhole;
        }

        await using var app = await AppProcess.StartAsync(servers.Settings(Deadline));
        using var asking = new Asking(app.Address);
        await asking.AskAsync("/api/health/live");
        var first = await asking.AskAsync();
        var second = await asking.AskAsync();
        foreach (var proxy in servers.Proxies)
        {
            proxy.Fault = Fault.None;
        }

        Assert.All(first.Answer.Checks.Keys, check => Assert.Equal("timed out after 2000 ms", first.Answer.Errors[check]));
        Assert.All(second.Answer.Checks.Keys, check => Assert.Equal("timed out after 2000 ms", second.Answer.Errors[check]));
        Assert.InRange(second.Elapsed, TimeSpan.Zero, Deadline + Timing.Slack);
        Assert.Equal(AllUp, (await asking.AskAsync()).Answer.Summary);
    }
}
