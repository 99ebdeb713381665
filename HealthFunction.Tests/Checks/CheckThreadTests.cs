using HealthFunction.Checks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Checks;

/// <summary>On which threads the code of checks runs.</summary>
public sealed class CheckThreadTests
{
    [Fact]
    public async Task Code_that_may_block_has_one_thread_of_its_own_for_all_its_attempts()
    {
        var threads = await ThreadsAsync();

        Assert.Equal(("Health check own.check", true, false), (threads[0].Name, threads[0].IsBackground, threads[0].IsThreadPoolThread));
        Assert.Same(threads[0], threads[1]);
    }

    [Fact]
    public async Task Code_that_never_blocks_runs_on_the_pool() => Assert.All(await ThreadsAsync(CheckNames.NonBlocking), thread => Assert.True(thread.IsThreadPoolThread));

    private static async Task<List<Thread>> ThreadsAsync(params string[] tags)
    {
        List<Thread> threads = [];
        var check = new ScriptedCheck(_ =>
        {
            threads.Add(Thread.CurrentThread);
            return Task.FromResult(HealthCheckResult.Healthy());
        });
        using var harness = new RunnerHarness(c => c.AddCheck("own.check", check, tags: tags));
        await harness.RunOneAsync();
        await harness.RunOneAsync();
        return threads;
    }
}
