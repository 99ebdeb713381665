using HealthFunction.Checks;
using HealthFunction.Formats.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Checks;

/// <summary>Degraded is said beside the verdict: a check that is UP is UP, and why it needs attention is a text of its own.</summary>
public sealed class DegradedTests
{
    private const string Name = "endpoint.shop";
    private const string Certificate = "certificate ends in 9 days";

    private static readonly CheckTraits Probe = new() { IsProbe = true };

    [Fact]
    public async Task The_words_of_a_foreign_check_are_shown_only_when_enabled_and_without_secrets()
    {
        var check = Says("queue db-7 is long\nhunter2");
        using var brief = new RunnerHarness(c => c.AddCheck(Name, check));
        using var full = new RunnerHarness(c => c.AddCheck(Name, check), withDetail: true);

        var (withoutDetail, withDetail) = (await brief.RunOneAsync(), await full.RunOneAsync());

        Assert.Equal((Verdict.Up, "degraded", "degraded"), (withoutDetail.Verdict, withoutDetail.Degraded?.Text, withoutDetail.Remark));
        Assert.Equal((Verdict.Up, "degraded", "degraded: queue db-7 is long ***"), (withDetail.Verdict, withDetail.Degraded?.Text, withDetail.Remark));
        Assert.Null(withDetail.Error);
    }

    [Theory]
    [InlineData(HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded)]
    public async Task What_a_probe_says_is_shown_and_is_no_failure_even_where_the_check_is_optional(HealthStatus failureStatus)
    {
        using var harness = new RunnerHarness(c => c.AddCheck(Name, Says(Certificate), failureStatus), traits: new() { [Name] = Probe });

        var outcome = await harness.RunOneAsync();

        Assert.Equal((Verdict.Up, Certificate), (outcome.Verdict, outcome.Degraded?.Text));
        Assert.Equal("certificate ends in days", outcome.Degraded?.Kind);
    }

    [Theory]
    [InlineData(499, null)]
    [InlineData(500, null)]
    [InlineData(501, "slower than 500 ms")]
    public async Task An_answer_that_takes_longer_than_its_limit_is_slow(int milliseconds, string? reason)
    {
        var clock = new FakeTimeProvider();
        var check = Takes(clock, milliseconds);
        using var harness = new RunnerHarness(
            c => c.AddCheck(Name, check), time: clock, traits: new() { [Name] = Probe with { SlowAfter = TimeSpan.FromMilliseconds(500) } });

        var outcome = await harness.RunOneAsync();

        Assert.Equal((Verdict.Up, reason, reason is null ? null : "slow"), (outcome.Verdict, outcome.Degraded?.Text, outcome.Degraded?.Kind));
    }

    [Fact]
    public async Task A_failure_that_takes_long_is_a_failure_and_not_degraded()
    {
        var clock = new FakeTimeProvider();
        var check = new ScriptedCheck(_ =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(HealthCheckResult.Unhealthy());
        });
        using var harness = new RunnerHarness(
            c => c.AddCheck(Name, check), time: clock, traits: new() { [Name] = Probe with { SlowAfter = TimeSpan.FromMilliseconds(500) } });

        var outcome = await harness.RunOneAsync();

        Assert.Equal((Verdict.Down, "check failed", null), (outcome.Verdict, outcome.Error?.Text, outcome.Degraded));
    }

    [Fact]
    public async Task The_deployment_is_degraded_by_the_checks_that_its_verdict_depends_on()
    {
        using var harness = new RunnerHarness(c => c
            .AddCheck("database.main", new ScriptedCheck())
            .AddCheck(Name, Says(Certificate), HealthStatus.Degraded), traits: new() { [Name] = Probe });

        var all = await harness.Runner.RunAsync();
        var (alone, _) = await harness.Runner.GetAsync(Name, TimeSpan.Zero);

        Assert.Equal((Verdict.Up, null, true), (all.Overall, all.Degraded, all.HasWarnings));
        Assert.Equal((Verdict.Up, Name), (alone.Overall, alone.Degraded?.Name));
    }

    [Fact]
    public async Task A_deployment_that_does_not_serve_is_not_degraded()
    {
        using var harness = new RunnerHarness(c => c
            .AddCheck("database.main", new ScriptedCheck(_ => Task.FromResult(HealthCheckResult.Unhealthy())))
            .AddCheck(Name, Says(Certificate)), traits: new() { [Name] = Probe });

        var report = await harness.Runner.RunAsync();

        Assert.Equal((Verdict.Down, null, false), (report.Overall, report.Degraded, report.HasWarnings));
    }

    [Fact]
    public async Task The_default_answer_is_the_one_of_a_check_that_is_not_degraded()
    {
        using var fine = new RunnerHarness(c => c.AddCheck(Name, new ScriptedCheck()));
        using var degraded = new RunnerHarness(c => c.AddCheck(Name, Says("slow")), withDetail: true);

        Assert.Equal(DefaultJson.Write(await fine.Runner.RunAsync()), DefaultJson.Write(await degraded.Runner.RunAsync()));
    }

    [Fact]
    public async Task Its_beginning_and_its_end_are_logged_and_a_check_that_changes_with_every_run_fills_no_log()
    {
        var isDegraded = true;
        var check = new ScriptedCheck(_ => Task.FromResult(isDegraded ? HealthCheckResult.Degraded("why hunter2") : HealthCheckResult.Healthy()));
        using var harness = new RunnerHarness(c => c.AddCheck(Name, check), withDetail: true);
        for (var i = 0; i < 6; i++)
        {
            isDegraded = i % 2 == 0;
            await harness.RunOneAsync();
            await harness.RunOneAsync();
        }

        Assert.Equal(
            ["Health check endpoint.shop is up and degraded: degraded (after 0.0 ms) why ***", "Health check endpoint.shop is no longer degraded (after 0.0 ms)"],
            harness.Log.Entries.Where(e => e.Level >= LogLevel.Information && e.Text.Contains("degraded", StringComparison.Ordinal)).Select(e => e.Text));

        harness.Time.Advance(TimeSpan.FromMinutes(1));
        isDegraded = true;
        await harness.RunOneAsync();
        Assert.Equal(2, harness.Log.Entries.Count(e => e.Level == LogLevel.Warning));
    }

    [Fact]
    public async Task The_log_has_the_exception_that_comes_with_it()
    {
        var check = new ScriptedCheck(_ => Task.FromResult(HealthCheckResult.Degraded("slow", new IOException("the disk of hunter2"))));
        using var harness = new RunnerHarness(c => c.AddCheck(Name, check), withDetail: true);

        await harness.RunOneAsync();

        Assert.EndsWith(" System.IO.IOException: the disk of ***", Assert.Single(harness.Log.Entries, e => e.Level == LogLevel.Warning).Text, StringComparison.Ordinal);
    }

    private static ScriptedCheck Says(string description) => new(_ => Task.FromResult(HealthCheckResult.Degraded(description)));

    private static ScriptedCheck Takes(FakeTimeProvider clock, int milliseconds) => new(_ =>
    {
        clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return Task.FromResult(HealthCheckResult.Healthy());
    });
}
