using System.Collections.Concurrent;
using HealthFunction.Checks;

namespace HealthFunction.Tests.Checks;

public sealed class FreshCoalescerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_result_comes_from_a_run_that_started_after_its_call()
    {
        var clock = 0L;
        var coalescer = new FreshCoalescer<long>(async () =>
        {
            var started = Interlocked.Increment(ref clock);
            await Task.Yield();
            return started;
        });

        var stale = 0;
        await Parallel.ForAsync(0, 20_000, Cancelled, async (_, _) =>
        {
            var called = Interlocked.Increment(ref clock);
            if (await coalescer.JoinAsync() < called)
            {
                Interlocked.Increment(ref stale);
            }
        });

        Assert.Equal(0, stale);
    }

    [Fact]
    public async Task Never_are_two_runs_alive_and_callers_share_them()
    {
        var (alive, overlaps, runs) = (0, 0, 0);
        var coalescer = new FreshCoalescer<int>(async () =>
        {
            overlaps += Interlocked.Increment(ref alive) > 1 ? 1 : 0;
            runs++;
            await Task.Yield();
            Interlocked.Decrement(ref alive);
            return runs;
        });

        const int calls = 32 * 200;
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(
            async () =>
            {
                for (var i = 0; i < calls / 32; i++)
                {
                    await coalescer.JoinAsync();
                }
            },
            Cancelled)));

        Assert.Equal(0, overlaps);
        Assert.InRange(runs, 200, calls - 1);
    }

    [Fact]
    public async Task A_caller_that_comes_during_a_run_waits_for_the_next_together_with_the_others()
    {
        var gates = new BlockingCollection<TaskCompletionSource<int>>();
        var coalescer = new FreshCoalescer<int>(() =>
        {
            var gate = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            gates.Add(gate, Cancelled);
            return gate.Task;
        });

        var first = coalescer.JoinAsync();
        var firstRun = gates.Take(Cancelled);
        var second = coalescer.JoinAsync();
        var third = coalescer.JoinAsync();
        Assert.Same(second, third);
        Assert.NotSame(first, second);

        firstRun.SetResult(1);
        Assert.Equal(1, await first);
        Assert.False(second.IsCompleted);
        gates.Take(Cancelled).SetResult(2);
        Assert.Equal(2, await second);
        Assert.Empty(gates);
    }

    [Fact]
    public async Task Only_a_caller_whose_run_another_one_caused_has_joined_it()
    {
        var gates = new BlockingCollection<TaskCompletionSource<int>>();
        var coalescer = new FreshCoalescer<int>(() =>
        {
            var gate = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            gates.Add(gate, Cancelled);
            return gate.Task;
        });

        var first = coalescer.JoinAsync(out var firstJoined);
        var running = gates.Take(Cancelled);
        var second = coalescer.JoinAsync(out var secondJoined);
        _ = coalescer.JoinAsync(out var thirdJoined);
        running.SetResult(1);
        gates.Take(Cancelled).SetResult(2);
        await Task.WhenAll(first, second);

        Assert.Equal((false, false, true), (firstJoined, secondJoined, thirdJoined));
    }

    [Fact]
    public async Task A_run_that_throws_fails_only_its_own_callers()
    {
        var runs = 0;
        var coalescer = new FreshCoalescer<int>(() => ++runs == 1 ? throw new InvalidOperationException("first") : Task.FromResult(runs));

        await Assert.ThrowsAsync<InvalidOperationException>(coalescer.JoinAsync);
        Assert.Equal(2, await coalescer.JoinAsync());
    }

    [Fact]
    public async Task Nothing_of_the_callers_context_reaches_the_run()
    {
        var callers = new AsyncLocal<string>();
        var coalescer = new FreshCoalescer<string?>(() => Task.FromResult(callers.Value));

        callers.Value = "of this request";

        Assert.Null(await coalescer.JoinAsync());
    }
}
