using HealthFunction.Checks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Checks;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly TaskCompletionSource<HealthCheckResult> Never = new();

    [Fact]
    public async Task A_check_that_ignores_its_token_is_abandoned_at_its_timeout()
    {
        var deaf = new Gate();
        var stuck = new ScriptedCheck(_ => deaf.PassAsync());
        using var harness = new RunnerHarness(c => c.AddCheck("deaf.check", stuck));

        var run = harness.Runner.RunAsync();
        await deaf.ReachedAsync();
        harness.Time.Advance(Timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(run.IsCompleted);
        harness.Time.Advance(TimeSpan.FromMilliseconds(1));

        var outcome = Assert.Single((await run).Checks);
        Assert.Equal(Verdict.Down, outcome.Verdict);
        Assert.Equal("timed out after 2000 ms", outcome.Error!.Text);
        Assert.Equal(Timeout, outcome.Duration);
    }

    [Fact]
    public async Task A_check_that_blocks_its_thread_delays_neither_the_others_nor_the_answer()
    {
        using var blocked = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var blocking = new ScriptedCheck(_ =>
        {
            entered.Set();
            blocked.Wait(CancellationToken.None);
            return Never.Task;
        });
        var quick = new ScriptedCheck();
        using var harness = new RunnerHarness(c => c.AddCheck("blocking.check", blocking).AddCheck("quick.check", quick));

        var run = harness.Runner.RunAsync();
        entered.Wait(TestContext.Current.CancellationToken);
        Assert.Equal(Verdict.Up, (await harness.Runner.GetAsync("quick.check", TimeSpan.Zero)).Report.Overall);
        harness.Time.Advance(Timeout);

        var checks = (await run).Checks;
        Assert.Equal([Verdict.Down, Verdict.Up], checks.Select(c => c.Verdict));
        blocked.Set();
    }

    [Fact]
    public async Task A_stuck_check_leaves_one_attempt_behind_and_is_unknown_until_that_has_ended()
    {
        var gate = new Gate();
        var check = new ScriptedCheck(_ => gate.PassAsync());
        using var harness = new RunnerHarness(c => c.AddCheck("deaf.check", check));
        var first = harness.Runner.RunAsync();
        await gate.ReachedAsync();
        harness.Time.Advance(Timeout);
        await first;
        harness.Time.Advance(TimeSpan.FromSeconds(1));

        for (var i = 0; i < 20; i++)
        {
            var outcome = await harness.RunOneAsync();
            Assert.Equal((Verdict.Unknown, "an earlier attempt is still stuck"), (outcome.Verdict, outcome.Error!.Text));
        }

        Assert.Equal(1, check.Attempts);
        gate.Open();
        await harness.Log.WaitForAsync("ended");
        Assert.Equal(Verdict.Up, (await harness.RunOneAsync()).Verdict);
        Assert.Equal(1, check.MaxAlive);
    }

    [Fact]
    public async Task An_attempt_that_obeys_its_token_does_not_make_the_next_run_unknown()
    {
        var started = new SemaphoreSlim(0);
        var obedient = ScriptedCheck.UntilCancelled(started);
        using var harness = new RunnerHarness(c => c.AddCheck("slow.check", obedient));

        var run = harness.Runner.RunAsync();
        for (var i = 0; i < 200; i++)
        {
            await started.WaitAsync(TestContext.Current.CancellationToken);
            var next = harness.Runner.RunAsync();
            harness.Time.Advance(Timeout);
            Assert.Equal(Verdict.Down, Assert.Single((await run).Checks).Verdict);
            run = next;
        }

        Assert.Equal(1, obedient.MaxAlive);
    }

    /// <summary>A quarter of a second, and never more than half the timeout.</summary>
    [Theory]
    [InlineData(2000, 249, "Up")]
    [InlineData(2000, 250, "Unknown")]
    [InlineData(100, 49, "Up")]
    [InlineData(100, 50, "Unknown")]
    public async Task An_abandoned_attempt_has_some_time_to_end_before_the_next_run_is_unknown(int timeout, int milliseconds, string verdict)
    {
        var (first, attempts) = (new Gate(), 0);
        var check = new ScriptedCheck(_ => ++attempts == 1 ? first.PassAsync() : Task.FromResult(HealthCheckResult.Healthy()));
        using var harness = new RunnerHarness(c => c.AddCheck("late.check", check), TimeSpan.FromMilliseconds(timeout));
        var run = harness.RunOneAsync();
        await first.ReachedAsync();
        harness.Time.Advance(TimeSpan.FromMilliseconds(timeout));
        Assert.Equal(Verdict.Down, (await run).Verdict);

        harness.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        var next = harness.RunOneAsync();
        if (verdict == "Up")
        {
            first.Open();
        }

        Assert.Equal(verdict, (await next).Verdict.ToString());
        first.Open();
    }

    [Fact]
    public async Task An_attempt_that_had_to_wait_for_the_one_before_has_time_of_its_own()
    {
        var (gates, attempts) = (new[] { new Gate(), new Gate() }, 0);
        var check = new ScriptedCheck(_ => gates[attempts++].PassAsync());
        using var harness = new RunnerHarness(c => c.AddCheck("late.check", check));
        var run = harness.RunOneAsync();
        await gates[0].ReachedAsync();
        var next = harness.RunOneAsync();
        harness.Time.Advance(Timeout);
        await run;

        // The next attempt has begun and waits; the clock stands still meanwhile.
        gates[0].Open();
        await gates[1].ReachedAsync();
        harness.Time.Advance(Timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(check.Tokens[1].IsCancellationRequested);
        harness.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("timed out after 2000 ms", (await next).Error!.Text);
        gates[1].Open();
    }

    [Fact]
    public async Task An_attempt_that_has_its_outcome_and_still_cleans_up_does_not_make_the_next_run_unknown()
    {
        var tidying = new TaskCompletionSource();
        using var harness = new RunnerHarness(c =>
        {
            c.Services.AddScoped(_ => new Tidying(tidying.Task));
            c.AddCheck<TidyingCheck>("tidying.check");
        });
        Assert.Equal(Verdict.Up, (await harness.RunOneAsync()).Verdict);

        var next = harness.RunOneAsync();
        tidying.SetResult();

        Assert.Equal(Verdict.Up, (await next).Verdict);
    }

    [Fact]
    public async Task A_late_result_or_exception_of_an_abandoned_attempt_changes_nothing_and_is_observed()
    {
        var unobserved = 0;
        void Count(object? sender, UnobservedTaskExceptionEventArgs e) => unobserved += e.Exception.InnerException is InvalidTimeZoneException ? 1 : 0;
        TaskScheduler.UnobservedTaskException += Count;
        var gate = new Gate();
        var check = new ScriptedCheck(async _ =>
        {
            await gate.PassAsync();
            throw new InvalidTimeZoneException("much too late");
        });
        using var harness = new RunnerHarness(c => c.AddCheck("late.check", check));
        var run = harness.Runner.RunAsync();
        await gate.ReachedAsync();
        harness.Time.Advance(Timeout);
        await run;

        gate.Open();
        await harness.Log.WaitForAsync("its verdict would have been Down");
        GC.Collect();
        GC.WaitForPendingFinalizers();

        TaskScheduler.UnobservedTaskException -= Count;
        Assert.Equal(0, unobserved);
    }

    [Fact]
    public async Task The_token_of_an_attempt_is_cancelled_at_its_timeout_and_not_before()
    {
        var gate = new Gate();
        var check = new ScriptedCheck(_ => gate.PassAsync());
        using var harness = new RunnerHarness(c => c.AddCheck("slow.check", check));
        var run = harness.Runner.RunAsync();
        await gate.ReachedAsync();
        var token = Assert.Single(check.Tokens);
        var cancelled = new TaskCompletionSource();
        token.Register(cancelled.SetResult);

        harness.Time.Advance(Timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(token.IsCancellationRequested);
        harness.Time.Advance(TimeSpan.FromMilliseconds(1));

        await run;
        await cancelled.Task;
        gate.Open();
    }

    [Fact]
    public async Task A_callback_that_blocks_on_the_token_delays_no_answer()
    {
        using var release = new ManualResetEventSlim();
        var gate = new Gate();
        var check = new ScriptedCheck(token =>
        {
            token.Register(() => release.Wait(CancellationToken.None));
            return gate.PassAsync();
        });
        using var harness = new RunnerHarness(c => c.AddCheck("npgsql.like", check));
        var run = harness.Runner.RunAsync();
        await gate.ReachedAsync();

        harness.Time.Advance(Timeout);

        Assert.Equal(Verdict.Down, Assert.Single((await run).Checks).Verdict);
        release.Set();
        gate.Open();
    }

    [Fact]
    public async Task A_registration_brings_its_own_timeout()
    {
        var gate = new Gate();
        var check = new ScriptedCheck(_ => gate.PassAsync());
        using var harness = new RunnerHarness(c => c.AddCheck("slow.check", check, timeout: TimeSpan.FromMilliseconds(300)));
        var run = harness.Runner.RunAsync();
        await gate.ReachedAsync();

        harness.Time.Advance(TimeSpan.FromMilliseconds(300));

        Assert.Equal("timed out after 300 ms", Assert.Single((await run).Checks).Error!.Text);
        gate.Open();
    }

    [Fact]
    public async Task A_failure_is_logged_once_as_a_warning_while_it_lasts_and_its_end_is_logged()
    {
        var healthy = false;
        var check = new ScriptedCheck(_ => healthy ? Task.FromResult(HealthCheckResult.Healthy()) : throw new InvalidOperationException("no hunter2 here"));
        using var harness = new RunnerHarness(c => c.AddCheck("orders.queue", check));

        await harness.RunOneAsync();
        await harness.RunOneAsync();
        healthy = true;
        await harness.RunOneAsync();
        await harness.RunOneAsync();

        var warning = Assert.Single(harness.Log.Entries, e => e.Level == LogLevel.Warning);
        Assert.Contains("orders.queue is Down: check failed", warning.Text, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: no *** here", warning.Text, StringComparison.Ordinal);
        Assert.Single(harness.Log.Entries, e => e.Level == LogLevel.Debug && e.Text.Contains("orders.queue is Down: check failed", StringComparison.Ordinal));
        Assert.DoesNotContain(harness.Log.Entries, e => e.Text.Contains("hunter2", StringComparison.Ordinal));
        Assert.Single(harness.Log.Entries, e => e.Level == LogLevel.Information && e.Text.Contains("up again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_check_that_is_up_from_the_start_is_not_up_again()
    {
        using var harness = new RunnerHarness(c => c.AddCheck("orders.queue", new ScriptedCheck()));
        await harness.RunOneAsync();

        Assert.Empty(harness.Log.Entries);
    }

    [Fact]
    public async Task A_failure_without_an_exception_is_logged_without_one()
    {
        using var harness = new RunnerHarness(c => c.AddCheck("orders.queue", new ScriptedCheck(_ => Task.FromResult(HealthCheckResult.Unhealthy()))));
        await harness.RunOneAsync();

        Assert.Equal("Health check orders.queue is Down: check failed (after 0.0 ms) ", Assert.Single(harness.Log.Entries).Text);
    }

    [Fact]
    public async Task How_late_an_abandoned_attempt_ended_is_logged()
    {
        var gate = new Gate();
        using var harness = new RunnerHarness(c => c.AddCheck("late.check", new ScriptedCheck(_ => gate.PassAsync())));
        var run = harness.RunOneAsync();
        await gate.ReachedAsync();
        harness.Time.Advance(Timeout);
        await run;

        harness.Time.Advance(TimeSpan.FromSeconds(7));
        gate.Open();

        await harness.Log.WaitForAsync("Health check late.check ended 7000 ms after it was abandoned; its verdict would have been Up");
    }

    [Fact]
    public async Task A_service_that_cannot_be_disposed_of_is_logged_without_secrets_and_changes_no_verdict()
    {
        using var harness = new RunnerHarness(c =>
        {
            c.Services.AddScoped(_ => new Tidying(Task.FromException(new InvalidOperationException("hunter2 is in use"))));
            c.AddCheck<TidyingCheck>("tidying.check");
        });

        Assert.Equal(Verdict.Up, (await harness.RunOneAsync()).Verdict);

        await harness.Log.WaitForAsync("A service of health check tidying.check could not be disposed of: System.InvalidOperationException: *** is in use");
        Assert.Equal(Verdict.Up, (await harness.RunOneAsync()).Verdict);
    }

    private sealed class Tidying(Task done) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(done);
    }

    private sealed class TidyingCheck(Tidying tidying) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(tidying is null ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
    }
}
