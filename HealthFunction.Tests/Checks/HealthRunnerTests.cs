using System.Collections.Concurrent;
using HealthFunction.Checks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Checks;

public sealed class HealthRunnerTests
{
    private static HealthCheckResult Down => HealthCheckResult.Unhealthy();

    [Fact]
    public async Task Nothing_registered_is_up()
    {
        using var harness = new RunnerHarness(_ => { });

        var report = await harness.Runner.RunAsync();

        Assert.Empty(report.Checks);
        Assert.Equal(Verdict.Up, report.Overall);
    }

    [Theory]
    [InlineData("UP UP", "UP")]
    [InlineData("UP DOWN", "DOWN")]
    [InlineData("UNKNOWN UP", "UNKNOWN")]
    [InlineData("UNKNOWN DOWN", "DOWN")]
    [InlineData("DOWN UNKNOWN", "DOWN")]
    [InlineData("UP down", "UP")]
    [InlineData("UP unknown", "UP")]
    [InlineData("down UNKNOWN", "UNKNOWN")]
    [InlineData("down", "UP")]
    public async Task The_overall_verdict_comes_from_the_critical_checks(string checks, string overall)
    {
        using var harness = new RunnerHarness(builder =>
        {
            foreach (var (verdict, index) in checks.Split(' ').Select((v, i) => (v, i)))
            {
                var critical = char.IsUpper(verdict[0]);
                builder.AddCheck($"check.{index}", Says(verdict), critical ? HealthStatus.Unhealthy : HealthStatus.Degraded);
            }
        });

        var report = await harness.Runner.RunAsync();

        Assert.Equal(overall, report.Overall.ToString().ToUpperInvariant());
        Assert.Equal(checks.ToUpperInvariant(), string.Join(' ', report.Checks.Select(c => c.Verdict.ToString().ToUpperInvariant())));
    }

    [Theory]
    [InlineData(HealthStatus.Degraded, HealthStatus.Unhealthy, "Up")]
    [InlineData(HealthStatus.Degraded, HealthStatus.Degraded, "Down")]
    [InlineData(HealthStatus.Unhealthy, HealthStatus.Degraded, "Down")]
    [InlineData(HealthStatus.Unhealthy, HealthStatus.Unhealthy, "Down")]
    [InlineData(HealthStatus.Healthy, HealthStatus.Unhealthy, "Up")]
    public async Task A_degraded_answer_is_a_failure_only_where_it_was_registered_as_one(HealthStatus said, HealthStatus failure, string verdict)
    {
        using var harness = new RunnerHarness(c => c.AddCheck("a.b", new ScriptedCheck(_ => Task.FromResult(new HealthCheckResult(said))), failure));

        Assert.Equal(verdict, (await harness.RunOneAsync()).Verdict.ToString());
    }

    [Fact]
    public async Task Checks_answer_in_the_order_of_their_registration_and_run_at_the_same_time()
    {
        var arrived = new CountdownEvent(3);
        var all = new TaskCompletionSource();
        ScriptedCheck Meets() => new(async _ =>
        {
            if (arrived.Signal())
            {
                all.SetResult();
            }

            await all.Task;
            return HealthCheckResult.Healthy();
        });
        using var harness = new RunnerHarness(c => c.AddCheck("z.1", Meets()).AddCheck("a.1", Meets()).AddCheck("m.1", Meets()));

        var report = await harness.Runner.RunAsync();

        Assert.Equal(["z.1", "a.1", "m.1"], report.Checks.Select(c => c.Name));
    }

    [Fact]
    public async Task Every_answer_started_after_its_request_and_no_dependency_is_asked_twice_at_once()
    {
        var clock = 0L;
        var starts = new ConcurrentDictionary<string, long>();
        ScriptedCheck Records(string name) => new(async _ =>
        {
            starts[name] = Interlocked.Increment(ref clock);
            await Task.Yield();
            return HealthCheckResult.Healthy();
        });
        var (first, second) = (Records("one.x"), Records("two.x"));
        using var harness = new RunnerHarness(c => c.AddCheck("one.x", first).AddCheck("two.x", second), time: new StampingTimeProvider(() => Interlocked.Increment(ref clock)));

        var stale = 0;
        string?[] asked = [null, "ready", "one.x", "two", null, null];
        await Parallel.ForAsync(0, 6_000, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            var requested = Interlocked.Increment(ref clock);
            var (report, _) = await harness.Runner.GetAsync(asked[i % asked.Length], TimeSpan.Zero);
            if (report.Checks.Any(c => c.StartedAt.Ticks < requested))
            {
                Interlocked.Increment(ref stale);
            }
        });

        Assert.Equal(0, stale);
        Assert.Equal((1, 1), (first.MaxAlive, second.MaxAlive));
        Assert.InRange(first.Attempts, 1, 5_999);
    }

    [Fact]
    public async Task Ready_asks_the_critical_checks_only()
    {
        var optional = new ScriptedCheck();
        using var harness = new RunnerHarness(c => c
            .AddCheck("database.default", new ScriptedCheck())
            .AddCheck("cache.default", optional, HealthStatus.Degraded));

        var (report, _) = await harness.Runner.GetAsync("ready", TimeSpan.Zero);

        Assert.Equal(["database.default"], report.Checks.Select(c => c.Name));
        Assert.Equal(0, optional.Attempts);
    }

    [Fact]
    public async Task A_name_asks_one_check_a_group_all_of_its_checks_and_letter_case_does_not_matter()
    {
        var other = new ScriptedCheck();
        using var harness = new RunnerHarness(c => c
            .AddCheck("database.a", new ScriptedCheck())
            .AddCheck("database.b", new ScriptedCheck(), tags: ["blue"])
            .AddCheck("cache.a", other));

        Assert.Equal(["database.a"], await NamesAsync("Database.A"));
        Assert.Equal(["database.a", "database.b"], await NamesAsync("DATABASE"));
        Assert.Equal(["database.b"], await NamesAsync("blue"));
        Assert.Equal(0, other.Attempts);
        Assert.False(harness.Runner.Knows("nothing"));

        async Task<IEnumerable<string>> NamesAsync(string name) =>
            (await harness.Runner.GetAsync(name, TimeSpan.Zero)).Report.Checks.Select(c => c.Name);
    }

    [Fact]
    public async Task A_check_that_is_requested_by_name_reports_its_failure_even_if_it_is_not_critical()
    {
        using var harness = new RunnerHarness(c => c.AddCheck("cache.a", Says("down"), HealthStatus.Degraded));

        Assert.Equal(Verdict.Up, (await harness.Runner.RunAsync()).Overall);
        Assert.Equal(Verdict.Down, (await harness.Runner.GetAsync("cache.a", TimeSpan.Zero)).Report.Overall);
        Assert.Equal(Verdict.Down, (await harness.Runner.GetAsync("cache", TimeSpan.Zero)).Report.Overall);
    }

    [Fact]
    public async Task An_answer_younger_than_the_accepted_age_is_given_again_with_its_age()
    {
        var check = new ScriptedCheck();
        using var harness = new RunnerHarness(c => c.AddCheck("a.b", check));
        var maxAge = TimeSpan.FromSeconds(5);

        var (first, firstAge) = await harness.Runner.GetAsync(null, maxAge);
        harness.Time.Advance(TimeSpan.FromSeconds(4));
        var (second, secondAge) = await harness.Runner.GetAsync(null, maxAge);
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        var (third, thirdAge) = await harness.Runner.GetAsync(null, maxAge);

        Assert.Same(first, second);
        Assert.NotSame(first, third);
        Assert.Equal([null, TimeSpan.FromSeconds(4), null], [firstAge, secondAge, thirdAge]);
        Assert.Equal(2, check.Attempts);
    }

    [Fact]
    public async Task While_the_app_stops_new_callers_get_an_answer_without_a_probe_and_earlier_ones_get_theirs()
    {
        var gate = new Gate();
        var check = new ScriptedCheck(_ => gate.PassAsync());
        using var harness = new RunnerHarness(c => c.AddCheck("database.default", check));
        var running = harness.Runner.GetAsync(null, TimeSpan.Zero).AsTask();
        await gate.ReachedAsync();
        var waiting = harness.Runner.GetAsync(null, TimeSpan.Zero).AsTask();

        harness.Stop();
        var late = (await harness.Runner.GetAsync(null, TimeSpan.Zero)).Report;
        Assert.Equal((Verdict.Unknown, "shutting down"), (late.Overall, Assert.Single(late.Checks).Error!.Text));
        Assert.Equal(1, check.Attempts);

        gate.Open();
        Assert.Equal(Verdict.Up, (await running).Report.Overall);
        Assert.Equal(Verdict.Up, (await waiting).Report.Overall);
    }

    [Fact]
    public async Task A_check_with_services_of_its_own_gets_a_scope_for_each_attempt_and_it_is_closed()
    {
        var made = 0;
        using var closed = new SemaphoreSlim(0);
        using var harness = new RunnerHarness(c =>
        {
            c.Services.AddScoped(_ => new Scoped(() => made++, () => closed.Release()));
            c.AddCheck<ScopedCheck>("scoped.check");
        });

        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await harness.RunOneAsync();

            // After the outcome, which does not wait for it.
            Assert.True(await closed.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken), "The scope is closed.");
            Assert.Equal((attempt, 0), (made, closed.CurrentCount));
        }
    }

    private static ScriptedCheck Says(string verdict) => new(_ => verdict.ToUpperInvariant() switch
    {
        "UP" => Task.FromResult(HealthCheckResult.Healthy()),
        "DOWN" => Task.FromResult(Down),
        _ => throw new ProbeException(ErrorText.NoCredential, verdict: Verdict.Unknown),
    });

    private sealed class Scoped : IDisposable
    {
        private readonly Action _close;

        public Scoped(Action open, Action close)
        {
            _close = close;
            open();
        }

        public void Dispose() => _close();
    }

    private sealed class ScopedCheck(Scoped scoped) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(scoped is null ? Down : HealthCheckResult.Healthy());
    }
}
