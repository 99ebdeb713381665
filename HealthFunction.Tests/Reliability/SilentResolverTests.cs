using System.Diagnostics;
using System.Globalization;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>The system's resolver gives up after 10 seconds and more, and blocks a thread for that time.</summary>
[Collection(nameof(Timing))]
public sealed class SilentResolverTests(BreakableServers servers) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    private readonly SilentNameServer? _resolver = PrivateNames.CanBeGiven ? SilentNameServer.TryStart("127.0.0.53") ?? SilentNameServer.TryStart("127.0.0.54") : null;

    public void Dispose() => _resolver?.Dispose();

    [Fact]
    public async Task Twenty_dead_names_do_not_affect_healthy_checks_and_no_answer_is_late()
    {
        SkipUnlessResolverCanBeGiven();
        using var names = new PrivateNames().AskAt(_resolver!);
        var settings = servers.Settings(Deadline, proxied: false);
        for (var i = 0; i < 20; i++)
        {
            settings[string.Create(CultureInfo.InvariantCulture, $"Health__Endpoints__dead{i}")] = $"http://dead{i}.test/";
        }

        await using var app = await AppProcess.StartAsync(settings, names: names);
        using var asking = new Asking(app.Address);
        await asking.AskAsync("/api/health/live");

        // The first answer of a process also waits until its code is compiled.
        await asking.AskAsync();
        for (var i = 0; i < 5; i++)
        {
            var answer = await asking.AskAsync();
            Assert.Equal(20, answer.Answer.Errors.Count);
            Assert.All(answer.Answer.Errors, e => AssertDead("endpoint", e));
            Assert.InRange(answer.Elapsed, TimeSpan.Zero, Deadline + Timing.Slack);
            Assert.InRange((await asking.AskAsync("/api/health/live")).Elapsed, TimeSpan.Zero, Timing.Slack);
        }

        Assert.True(_resolver!.Questions > 0);
    }

    [Theory]
    [InlineData("Databases", "Host=dead.test;Username=a;Password=b", "database")]
    [InlineData("Caches", "dead.test:6379,password=b", "cache")]
    [InlineData("Tables", "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=bm9ib2R5;TableEndpoint=http://dead.test/a", "table")]
    public async Task Dead_names_of_every_kind_do_not_affect_healthy_checks(string kind, string dead, string key)
    {
        SkipUnlessResolverCanBeGiven();
        using var names = new PrivateNames().AskAt(_resolver!);
        var settings = servers.Settings(Deadline, proxied: false);
        for (var i = 0; i < 10; i++)
        {
            settings[$"Health__{kind}__dead{i}"] = dead.Replace("dead.test", $"dead{i}.test", StringComparison.Ordinal);
        }

        await using var app = await AppProcess.StartAsync(settings, names: names);
        using var asking = new Asking(app.Address);
        await asking.AskAsync();
        for (var i = 0; i < 3; i++)
        {
            var answer = await asking.AskAsync();
            Assert.Equal(10, answer.Answer.Errors.Count);
            Assert.All(answer.Answer.Errors, e => AssertDead(key, e));
            Assert.InRange(answer.Elapsed, TimeSpan.Zero, Deadline + Timing.Slack);
        }
    }

    [Fact]
    public async Task A_resolver_that_answers_again_is_used_within_2_seconds()
    {
        SkipUnlessResolverCanBeGiven();
        await using var web = await AppProcess.StartAsync();
        using var names = new PrivateNames().AskAt(_resolver!);
        await using var app = await AppProcess.StartAsync(
            new Dictionary<string, string?>
            {
                ["Health__Timeout"] = Deadline.ToString(),
                ["Health__Endpoints__web"] = string.Create(CultureInfo.InvariantCulture, $"http://web.test:{web.Address.Port}/api/health/live"),
            },
            names: names);
        using var asking = new Asking(app.Address);
        Assert.Equal("DOWN", (await asking.AskAsync()).Answer.Status);
        Assert.Equal("DOWN", (await asking.AskAsync()).Answer.Status);
        _resolver!.Speak();
        var end = Stopwatch.GetTimestamp();
        while ((await asking.AskAsync()).Answer.Status != "UP")
        {
            Assert.InRange(Stopwatch.GetElapsedTime(end), TimeSpan.Zero, Timing.Recovery);
        }

        Assert.InRange(Stopwatch.GetElapsedTime(end), TimeSpan.Zero, Timing.Recovery);
    }

    [Fact]
    public async Task A_region_whose_name_is_not_resolved_in_time_is_not_said_to_be_unreachable()
    {
        SkipUnlessResolverCanBeGiven();
        using var names = new PrivateNames().AskAt(_resolver!);
        await using var app = await AppProcess.StartAsync(
            new Dictionary<string, string?>
            {
                ["HistorySchedule"] = "* * * * * *",
                ["Health__History__ConnectionString"] = servers.Azurite.ConnectionString(),
                ["Health__History__Table"] = "SilentResolver",
                ["Health__Fleet__east__Source"] = "east",
                ["Health__Fleet__east__Url"] = "http://dead.test/api/health/live",
            },
            names: names);

        await app.WaitForOutputAsync("The region east cannot be watched from here: no answer within 4 s");

        Assert.DoesNotContain("cannot be reached", app.Output, StringComparison.Ordinal);
    }

    private static void AssertDead(string kind, KeyValuePair<string, string> error)
    {
        Assert.StartsWith(kind + ".dead", error.Key, StringComparison.Ordinal);

        // The second one if the system's resolver gave up in the meantime.
        Assert.Contains(error.Value, new[] { "timed out after 2000 ms", "name resolution failed" });
    }

    private void SkipUnlessResolverCanBeGiven() => Assert.SkipUnless(
        _resolver is not null, "This machine lets no process have a resolver of its own: unshare --mount is refused, or port 53.");
}
