using System.Diagnostics;
using HealthFunction.Checks;
using HealthFunction.Tests.Reliability;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Checks;

/// <summary>Checks that block their threads, on the system's clock and the thread pool of a small machine.</summary>
[Collection(nameof(Timing))]
public sealed class BlockingTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>Far less than the second or so that a pool without free threads needs to start each new one.</summary>
    private static readonly TimeSpan MaxLate = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData(10, Blocks.AtOnce)]
    [InlineData(40, Blocks.AtOnce)]
    [InlineData(10, Blocks.AfterAnAwait)]
    [InlineData(40, Blocks.AfterAnAwait)]
    [InlineData(40, Blocks.InACallbackOfItsToken)]
    public async Task They_are_abandoned_at_their_timeout_and_delay_no_other_answer(int count, Blocks where)
    {
        using var release = new ManualResetEventSlim();
        using var harness = new RunnerHarness(
            builder =>
            {
                for (var i = 0; i < count; i++)
                {
                    builder.AddCheck($"blocking.{i}", Blocking(where, release));
                }

                builder.AddCheck("quick.check", new ScriptedCheck());
            },
            Timeout,
            time: TimeProvider.System);

        var clock = Stopwatch.StartNew();
        var run = harness.Runner.RunAsync();
        var slowest = TimeSpan.Zero;
        var others = 0;
        do
        {
            var asked = clock.Elapsed;
            Assert.Equal(Verdict.Up, (await harness.Runner.GetAsync("quick.check", TimeSpan.Zero)).Report.Overall);
            slowest = clock.Elapsed - asked > slowest ? clock.Elapsed - asked : slowest;
            others++;
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        while (!run.IsCompleted);

        var report = await run;
        Assert.Equal(Verdict.Up, report.Checks[^1].Verdict);
        Assert.All(report.Checks.SkipLast(1), c => Assert.Equal("timed out after 1000 ms", c.Error?.Text));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Timeout + MaxLate);
        Assert.InRange(slowest, TimeSpan.Zero, MaxLate);
        Assert.True(others > 10, $"{others} others were answered");
        release.Set();
    }

    [Fact]
    public async Task One_that_is_made_by_a_factory_that_blocks_is_no_different()
    {
        using var release = new ManualResetEventSlim();
        using var harness = new RunnerHarness(
            builder =>
            {
                for (var i = 0; i < 10; i++)
                {
                    builder.Add(new HealthCheckRegistration($"made.{i}", _ => Block(release, () => new ScriptedCheck()), null, null));
                }
            },
            Timeout,
            time: TimeProvider.System);

        var clock = Stopwatch.StartNew();
        Assert.Equal(Verdict.Down, (await harness.Runner.RunAsync()).Overall);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Timeout + MaxLate);
        release.Set();
    }

    [Fact]
    public async Task A_check_keeps_its_thread_and_gives_it_back_when_it_is_idle_for_long()
    {
        var threads = new HashSet<int>();
        var check = new ScriptedCheck(_ =>
        {
            Assert.False(Thread.CurrentThread.IsThreadPoolThread);
            threads.Add(Environment.CurrentManagedThreadId);
            return Task.FromResult(HealthCheckResult.Healthy());
        });
        using var harness = new RunnerHarness(c => c.AddCheck("own.check", check));

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(Verdict.Up, (await harness.RunOneAsync()).Verdict);
        }

        Assert.Single(threads);
    }

    private static ScriptedCheck Blocking(Blocks where, ManualResetEventSlim release) => new(async token =>
    {
        switch (where)
        {
            case Blocks.AtOnce:
                return Block(release, () => HealthCheckResult.Healthy());
            case Blocks.AfterAnAwait:
                await Task.Yield();
                return Block(release, () => HealthCheckResult.Healthy());
            default:
                token.Register(() => release.Wait(CancellationToken.None));
                await new TaskCompletionSource().Task;
                return HealthCheckResult.Healthy();
        }
    });

    private static T Block<T>(ManualResetEventSlim release, Func<T> then)
    {
        release.Wait(CancellationToken.None);
        return then();
    }

    public enum Blocks
    {
        AtOnce,
        AfterAnAwait,
        InACallbackOfItsToken,
    }
}
