using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using HealthReport = HealthFunction.Checks.HealthReport;

namespace HealthFunction.Tests.Checks;

/// <summary>Several routes that ask for the same checks at once.</summary>
public sealed class MixedRoutesTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Real time, where only the machine is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Real time, where there is nothing to wait for.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_waits_for_the_attempt_under_way_and_its_own_and_for_no_run_of_another_route()
    {
        using var started = new SemaphoreSlim(0);
        using var harness = new RunnerHarness(c => c.AddCheck("silent.check", ScriptedCheck.UntilCancelled(started), tags: ["one", "two"]));
        var first = Ask("one");
        await started.WaitAsync(Patience, Cancelled);

        var (second, third) = (Ask("two"), Ask("two"));
        var fourth = Ask(null);
        harness.Time.Advance(Timeout);
        await first.WaitAsync(Patience, Cancelled);
        await started.WaitAsync(Patience, Cancelled);

        // The attempt that answers them has begun, so these wait for the next one.
        var (fifth, sixth) = (Ask("one"), Ask("silent.check"));
        harness.Time.Advance(Timeout);
        await Task.WhenAll(second, third, fourth).WaitAsync(Patience, Cancelled);
        Assert.False(fifth.IsCompleted || sixth.IsCompleted);

        await started.WaitAsync(Patience, Cancelled);
        harness.Time.Advance(Timeout);
        await Task.WhenAll(fifth, sixth).WaitAsync(Patience, Cancelled);

        Task Ask(string? name) => harness.Runner.GetAsync(name, TimeSpan.Zero).AsTask();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_is_asked_in_whatever_order_no_answer_takes_longer_than_twice_the_longest_timeout(int seed)
    {
        const int Steps = 20;
        var step = Timeout / Steps;
        var random = new Random(seed);
        var checks = Enumerable.Range(0, 4).ToDictionary(i => $"silent.{i}", _ => new Silent());
        using var harness = new RunnerHarness(
            builder =>
            {
                foreach (var (i, (name, check)) in checks.Index())
                {
                    builder.AddCheck(name, check, i == 3 ? HealthStatus.Degraded : null, [$"tag{i % 2}", $"other{i / 2}"], Timeout * ((i + 1) / 4d));
                }
            });
        string?[] names = [null, "ready", "silent", "tag0", "tag1", "other0", "other1", .. checks.Keys];

        List<(string? Name, DateTimeOffset Asked, Task<(HealthReport Report, TimeSpan? Age)> Answer)> pending = [];
        for (var i = 0; i < Steps * 12; i++)
        {
            for (var requests = random.Next(3); requests > 0; requests--)
            {
                var name = names[random.Next(names.Length)];
                pending.Add((name, harness.Time.GetUtcNow(), harness.Runner.GetAsync(name, TimeSpan.Zero).AsTask()));
            }

            // The clock stands still until each request has its attempts under way, or at least had the time to begin them: a request
            // that waits for another's attempt begins none yet.
            foreach (var (name, _, answer) in pending)
            {
                IEnumerable<string> members = name is null ? checks.Keys : harness.Runner.Members[name];
                var since = Stopwatch.GetTimestamp();
                while (!answer.IsCompleted && !members.All(m => checks[m].IsUnderWay) && Stopwatch.GetElapsedTime(since) < Settling)
                {
                    await Task.Yield();
                }
            }

            harness.Time.Advance(step);
            var due = pending.Where(p => harness.Time.GetUtcNow() - p.Asked >= (Timeout * 2) + (2 * step)).ToList();
            foreach (var (name, asked, answer) in due)
            {
                Assert.True(await Task.WhenAny(answer, Task.Delay(Patience, TimeProvider.System, Cancelled)) == answer, $"{name ?? "all"} is late at {harness.Time.GetUtcNow() - asked}");
                Assert.All((await answer).Report.Checks, c => Assert.True(c.StartedAt >= asked));
            }

            pending.RemoveAll(due.Contains);
        }
    }

    [Fact]
    public async Task Requests_that_wait_for_a_slow_check_share_the_next_attempt_at_a_fast_one()
    {
        Gate[] gates = [new(), new(), new()];
        var (fast, slow) = (new ScriptedCheck(), 0);
        using var harness = new RunnerHarness(c => c
            .AddCheck("fast.check", fast)
            .AddCheck("slow.check", new ScriptedCheck(_ => gates[slow++].PassAsync())));
        var running = harness.Runner.RunAsync();
        await gates[0].ReachedAsync();
        await harness.Runner.GetAsync("fast.check", TimeSpan.Zero);
        var before = fast.Attempts;

        var waiting = Enumerable.Range(0, 100).Select(_ => harness.Runner.RunAsync()).ToList();
        gates[0].Open();
        await running;
        await gates[1].ReachedAsync();
        gates[1].Open();
        await Task.WhenAll(waiting);

        Assert.Equal(before + 1, fast.Attempts);
        Assert.All(waiting, w => Assert.Same(waiting[0], w));
    }

    [Fact]
    public async Task An_attempt_that_another_route_begins_meanwhile_answers_the_requests_that_came_before_it_and_no_later_ones()
    {
        Gate[] slow = [new(), new(), new()];
        var attempts = 0;
        var other = new ScriptedCheck();
        using var harness = new RunnerHarness(c => c
            .AddCheck("other.check", other)
            .AddCheck("slow.check", new ScriptedCheck(_ => slow[attempts++].PassAsync())));
        var running = harness.Runner.RunAsync();
        await slow[0].ReachedAsync();
        var early = harness.Runner.RunAsync();

        await harness.Runner.GetAsync("other.check", TimeSpan.Zero);
        var late = harness.Runner.RunAsync();
        Assert.NotSame(early, late);
        slow[0].Open();
        slow[1].Open();
        slow[2].Open();
        await Task.WhenAll(running, early, late);

        Assert.Equal((3, 2), (other.Attempts, attempts));
        Assert.Same((await early).Checks[1], (await late).Checks[1]);
        Assert.NotSame((await early).Checks[0], (await late).Checks[0]);
    }

    /// <summary>Never answers, and stops when its token is cancelled.</summary>
    private sealed class Silent : IHealthCheck
    {
        private StrongBox<CancellationToken>? _attempt;

        /// <summary>Whether there is an attempt that is not abandoned.</summary>
        public bool IsUnderWay => Volatile.Read(ref _attempt) is { Value.IsCancellationRequested: false };

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            Volatile.Write(ref _attempt, new(cancellationToken));
            await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }
}
