using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Checks;

/// <summary>A check whose attempts do what the test says, and which records when and how often it was attempted.</summary>
internal sealed class ScriptedCheck(Func<CancellationToken, Task<HealthCheckResult>> attempt) : IHealthCheck
{
    private readonly ConcurrentQueue<CancellationToken> _tokens = new();
    private int _alive;
    private int _maxAlive;

    public ScriptedCheck()
        : this(_ => Task.FromResult(HealthCheckResult.Healthy()))
    {
    }

    /// <summary>Runs until its token is cancelled, and then stops.</summary>
    public static ScriptedCheck UntilCancelled(SemaphoreSlim started) => new(async token =>
    {
        started.Release();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        return HealthCheckResult.Healthy();
    });

    public int Attempts => _tokens.Count;

    public int MaxAlive => _maxAlive;

    public IReadOnlyList<CancellationToken> Tokens => [.. _tokens];

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        _tokens.Enqueue(cancellationToken);
        var alive = Interlocked.Increment(ref _alive);
        InterlockedMax(ref _maxAlive, alive);
        try
        {
            return await attempt(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _alive);
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
