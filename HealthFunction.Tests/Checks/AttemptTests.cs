using HealthFunction.Checks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Checks;

/// <summary>One attempt must not affect the next, although they share a timer, a token and a scope.</summary>
public sealed class AttemptTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task The_deadline_of_an_attempt_counts_from_its_own_start_and_not_from_that_of_one_before()
    {
        var deaf = new Gate();
        var attempts = 0;
        var check = new ScriptedCheck(_ => ++attempts == 1 ? Task.FromResult(HealthCheckResult.Healthy()) : deaf.PassAsync());
        using var harness = new RunnerHarness(c => c.AddCheck("second.stuck", check));
        Assert.Equal(Verdict.Up, (await harness.RunOneAsync()).Verdict);

        harness.Time.Advance(Timeout / 2);
        var run = harness.RunOneAsync();
        await deaf.ReachedAsync();
        harness.Time.Advance(Timeout / 2);
        Assert.False(check.Tokens[1].IsCancellationRequested);
        harness.Time.Advance((Timeout / 2) - TimeSpan.FromMilliseconds(1));
        Assert.False(check.Tokens[1].IsCancellationRequested);
        harness.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(check.Tokens[1].IsCancellationRequested);

        Assert.Equal("timed out after 2000 ms", (await run).Error!.Text);
    }

    [Fact]
    public async Task The_wait_for_the_end_of_the_one_before_is_part_of_its_timeout()
    {
        var (gates, attempts) = (new[] { new Gate(), new Gate() }, 0);
        var check = new ScriptedCheck(_ => gates[attempts++].PassAsync());
        var time = new WaitedTime(TimeSpan.FromMilliseconds(250));
        using var harness = new RunnerHarness(c => c.AddCheck("late.check", check), time: time);
        var run = harness.RunOneAsync();
        await gates[0].ReachedAsync();
        time.Advance(TimeSpan.FromSeconds(2));
        await run;

        var next = harness.RunOneAsync();
        await time.WaitsAsync();
        time.Advance(TimeSpan.FromMilliseconds(200));
        gates[0].Open();
        await gates[1].ReachedAsync();
        time.Advance(TimeSpan.FromMilliseconds(1800));

        Assert.Equal(TimeSpan.FromMilliseconds(1800), (await next).Duration);
        gates[1].Open();
    }

    [Fact]
    public async Task After_one_that_timed_out_the_next_gets_a_token_that_is_not_cancelled()
    {
        var reached = new SemaphoreSlim(0);
        var check = ScriptedCheck.UntilCancelled(reached);
        using var harness = new RunnerHarness(c => c.AddCheck("slow.check", check));
        for (var i = 0; i < 100; i++)
        {
            var run = harness.RunOneAsync();
            await reached.WaitAsync(TestContext.Current.CancellationToken);
            Assert.False(check.Tokens[i].IsCancellationRequested);
            harness.Time.Advance(Timeout);
            Assert.Equal("timed out after 2000 ms", (await run).Error!.Text);

            // A caller that has the answer may start the next attempt at once; the token must be cancelled by then or never.
            Assert.True(check.Tokens[i].IsCancellationRequested);
        }

        reached.Dispose();
    }

    [Fact]
    public async Task A_callback_that_one_attempt_left_on_its_token_is_not_called_for_the_next()
    {
        var (called, attempts) = (0, 0);
        var deaf = new Gate();
        var check = new ScriptedCheck(token =>
        {
            if (++attempts > 1)
            {
                return deaf.PassAsync();
            }

            token.Register(() => Interlocked.Increment(ref called));
            return Task.FromResult(HealthCheckResult.Healthy());
        });
        using var harness = new RunnerHarness(c => c.AddCheck("leaving.check", check));
        await harness.RunOneAsync();

        var run = harness.RunOneAsync();
        await deaf.ReachedAsync();
        harness.Time.Advance(Timeout);
        Assert.Equal(Verdict.Down, (await run).Verdict);

        Assert.Equal(0, called);
    }

    [Fact]
    public async Task A_timeout_longer_than_a_timer_can_wait_is_accepted()
    {
        using var harness = new RunnerHarness(c => c.Add(
            new HealthCheckRegistration("patient.check", new ScriptedCheck(), null, null, TimeSpan.MaxValue)));

        Assert.Equal(Verdict.Up, (await harness.RunOneAsync()).Verdict);
    }

    [Fact]
    public async Task A_deadline_of_days_is_kept_to_the_millisecond()
    {
        var deaf = new Gate();
        var check = new ScriptedCheck(_ => deaf.PassAsync());
        var days = TimeSpan.FromDays(2.5);
        using var harness = new RunnerHarness(c => c.Add(new HealthCheckRegistration("patient.check", check, null, null, days)));
        var run = harness.RunOneAsync();
        await deaf.ReachedAsync();

        harness.Time.Advance(days - TimeSpan.FromMilliseconds(1));
        Assert.False(check.Tokens[0].IsCancellationRequested);
        harness.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal((Verdict.Down, days), ((await run).Verdict, (await run).Duration));
    }

    [Fact]
    public async Task An_exception_that_cannot_even_be_read_costs_one_answer_and_not_the_next()
    {
        var attempts = 0;
        var check = new ScriptedCheck(_ => ++attempts == 1 ? throw new UnreadableException() : Task.FromResult(HealthCheckResult.Healthy()));
        using var harness = new RunnerHarness(c => c.AddCheck("odd.check", check), withDetail: true);

        var run = harness.RunOneAsync();
        await harness.WhileAsync(() => !run.IsCompleted);
        Assert.Equal(Verdict.Down, (await run).Verdict);
        Assert.Equal(Verdict.Up, (await harness.RunOneAsync()).Verdict);
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_costs_no_answer()
    {
        var fails = true;
        var check = new ScriptedCheck(_ => Task.FromResult(fails ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy()));
        using var harness = new RunnerHarness(c =>
        {
            c.AddCheck("failing.check", check);
            c.Services.AddLogging(logging => logging.AddProvider(new BrokenLoggerProvider()));
        });

        Assert.Equal(Verdict.Down, (await harness.RunOneAsync()).Verdict);
        fails = false;
        Assert.Equal(Verdict.Up, (await harness.RunOneAsync()).Verdict);
    }

    [Fact]
    public async Task Asked_through_different_groups_at_once_a_check_is_attempted_once_at_a_time_and_every_answer_is_fresh()
    {
        var ticks = 0L;
        var clock = new StampingTimeProvider(() => Interlocked.Increment(ref ticks));
        var check = new ScriptedCheck(async _ =>
        {
            await Task.Yield();
            return HealthCheckResult.Healthy();
        });
        using var harness = new RunnerHarness(c => c.AddCheck("shared.check", check, tags: ["one", "two"]), time: clock);
        string?[] names = [null, "ready", "one", "two", "shared.check"];

        var stale = 0;
        await Parallel.ForAsync(0, 10_000, TestContext.Current.CancellationToken, async (i, _) =>
        {
            var asked = clock.GetUtcNow();
            var (report, _) = await harness.Runner.GetAsync(names[i % names.Length], TimeSpan.Zero);
            if (Assert.Single(report.Checks).StartedAt < asked)
            {
                Interlocked.Increment(ref stale);
            }
        });

        Assert.Equal(0, stale);
        Assert.Equal(1, check.MaxAlive);
    }

    [Fact]
    public async Task Nothing_of_a_callers_context_reaches_an_attempt()
    {
        var asker = new AsyncLocal<string?> { Value = "of this request" };
        string? seen = "none";
        using var harness = new RunnerHarness(c => c.AddCheck("looking.check", new ScriptedCheck(_ =>
        {
            seen = asker.Value;
            return Task.FromResult(HealthCheckResult.Healthy());
        })));

        await harness.RunOneAsync();

        Assert.Null(seen);
    }

    private sealed class UnreadableException : Exception
    {
        public override string Message => throw new InvalidOperationException("no message");
    }

    private sealed class BrokenLoggerProvider : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new IOException("no space left on device");

        public void Dispose()
        {
        }
    }

    /// <summary>A clock that says when something waits for so long.</summary>
    private sealed class WaitedTime(TimeSpan length) : FakeTimeProvider
    {
        private readonly TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WaitsAsync() => _waits.Task.WaitAsync(TestContext.Current.CancellationToken);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == length)
            {
                _waits.TrySetResult();
            }

            return timer;
        }
    }
}
