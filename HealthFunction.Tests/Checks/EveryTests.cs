using System.Text;
using System.Text.Json;
using HealthFunction.Checks;
using HealthFunction.Formats.Health;
using HealthFunction.Tests.Formats;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Tests.Checks;

/// <summary>A check with a period of its own: between two calls its last outcome is given with its age.</summary>
public sealed class EveryTests
{
    private const string Name = "endpoint.bank";

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task It_is_called_once_in_its_period_and_its_outcome_is_given_with_its_age()
    {
        var check = new ScriptedCheck();
        using var harness = Harness(check);
        var start = harness.Time.GetUtcNow();

        var first = await harness.RunOneAsync();
        harness.Time.Advance(TimeSpan.FromMinutes(2));
        var second = await harness.RunOneAsync();
        harness.Time.Advance(TimeSpan.FromMinutes(2));
        var third = await harness.RunOneAsync();

        Assert.Equal(1, check.Attempts);
        Assert.Equal([null, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(4)], new[] { first, second, third }.Select(o => o.Age));
        Assert.All([first, second, third], o => Assert.Equal((Verdict.Up, start), (o.Verdict, o.StartedAt)));

        harness.Time.Advance(TimeSpan.FromMinutes(1));
        var fourth = await harness.RunOneAsync();
        Assert.Equal((2, null, start + Every), (check.Attempts, fourth.Age, fourth.StartedAt));
    }

    [Fact]
    public async Task A_tick_that_comes_a_little_early_is_not_too_early()
    {
        var check = new ScriptedCheck();
        using var harness = Harness(check);
        await harness.RunOneAsync();

        harness.Time.Advance(Every - TimeSpan.FromMilliseconds(900));
        await harness.RunOneAsync();

        Assert.Equal(2, check.Attempts);
    }

    [Fact]
    public async Task A_failure_is_kept_as_well_and_decides_as_it_did()
    {
        var check = new ScriptedCheck(_ => throw new ProbeException(ErrorText.ConnectionRefused));
        using var harness = Harness(check);

        await harness.RunOneAsync();
        harness.Time.Advance(TimeSpan.FromMinutes(1));
        var report = await harness.Runner.RunAsync();

        Assert.Equal((1, Verdict.Down, "connection refused"), (check.Attempts, report.Overall, report.Checks[0].Error?.Text));
        Assert.Equal(TimeSpan.FromMinutes(1), report.KeptAge);
    }

    [Fact]
    public async Task An_outcome_that_says_nothing_is_not_kept()
    {
        var check = new ScriptedCheck(_ => throw new ProbeException(ErrorText.NoCredential, verdict: Verdict.Unknown));
        using var harness = Harness(check);

        await harness.RunOneAsync();
        var second = await harness.RunOneAsync();

        Assert.Equal((2, null), (check.Attempts, second.Age));
    }

    [Fact]
    public async Task A_check_without_a_period_is_called_beside_it_at_each_run()
    {
        var (costly, cheap) = (new ScriptedCheck(), new ScriptedCheck());
        using var harness = new RunnerHarness(c => c.AddCheck(Name, costly).AddCheck("cache.main", cheap), traits: Traits());

        for (var i = 0; i < 20; i++)
        {
            await Task.WhenAll(harness.Runner.RunAsync(), harness.Runner.GetAsync(Name, TimeSpan.Zero).AsTask(), harness.Runner.GetAsync("cache", TimeSpan.Zero).AsTask());
        }

        Assert.Equal(1, costly.Attempts);
        Assert.InRange(cheap.Attempts, 20, 60);
    }

    [Fact]
    public async Task Many_requests_at_once_are_answered_without_a_call()
    {
        var check = new ScriptedCheck();
        using var harness = Harness(check);
        await harness.RunOneAsync();

        await Parallel.ForAsync(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
            await harness.Runner.GetAsync(i % 2 == 0 ? null : Name, TimeSpan.Zero));

        Assert.Equal(1, check.Attempts);
    }

    [Fact]
    public async Task Its_attempts_are_measured_once_and_its_state_is_reported_as_long_as_runs_are_made()
    {
        using var harness = new RunnerHarness(c => c.AddCheck(Name, new ScriptedCheck()), traits: new() { [Name] = new CheckTraits { Every = TimeSpan.FromHours(1) } });
        harness.Meters.Listen();
        for (var i = 0; i < 3; i++)
        {
            await harness.RunOneAsync();
            harness.Time.Advance(TimeSpan.FromMinutes(4));
        }

        harness.Meters.Ask();
        Assert.Single(harness.Meters.Of("healthfunction.check.duration"));
        Assert.Equal(3, harness.Meters.Of("healthfunction.check.state").Count());

        harness.Time.Advance(TimeSpan.FromMinutes(2));
        harness.Meters.Ask();
        Assert.Equal(3, harness.Meters.Of("healthfunction.check.state").Count());
    }

    [Fact]
    public async Task Every_richer_format_shows_that_it_is_old()
    {
        using var harness = Harness(new ScriptedCheck());
        await harness.RunOneAsync();
        harness.Time.Advance(TimeSpan.FromSeconds(90));
        var report = await harness.Runner.RunAsync();

        using var health = JsonDocument.Parse(HealthJson.Write(report));
        Assert.Equal("2026-03-01T12:00:00.000Z", health.RootElement.GetProperty("checks").GetProperty($"{Name}:responseTime")[0].GetProperty("time").GetString());
        using var ui = JsonDocument.Parse(UiJson.Write(report));
        Assert.Equal(90, ui.RootElement.GetProperty("entries").GetProperty(Name).GetProperty("data").GetProperty("ageSeconds").GetDouble());
        Assert.Equal(90, ExpositionParser.Parse(Encoding.UTF8.GetString(PrometheusText.Write(report)), openMetrics: false)[$"health_check_age_seconds{{check=\"{Name}\"}}"]);
        Assert.Equal(90, ExpositionParser.Parse(Encoding.UTF8.GetString(OpenMetrics.Write(report)), openMetrics: true)[$"health_check_age_seconds{{check=\"{Name}\"}}"]);
    }

    private static RunnerHarness Harness(ScriptedCheck check) => new(c => c.AddCheck(Name, check), traits: Traits());

    private static Dictionary<string, CheckTraits> Traits() => new() { [Name] = new CheckTraits { Every = Every } };
}
