using HealthFunction.SelfHost.Discovery;
using HealthFunction.SelfHost.Settings;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HealthFunction.SelfHost.Timers;

/// <summary>One run of a timer function with its retries, which are in memory as they are on Azure.</summary>
internal sealed class TimerRunner(HostSettings settings, IServiceScopeFactory scopes, TimeProvider time, ILogger<TimerRunner> logger)
{
    /// <summary>Ends when the function has; a failure is logged and not thrown.</summary>
    public async Task RunAsync(TimerFunction function, TimerInfo timer, CancellationToken stopping)
    {
        var policy = new RetryPolicy(function.Retry);
        for (var retries = 0; !await TryAsync(function, timer, new InvocationRetries(retries, policy.MaxRetryCount), stopping); retries++)
        {
            if (stopping.IsCancellationRequested || !policy.Allows(retries))
            {
                return;
            }

            var pause = policy.Delay(retries);
            logger.Retrying(function.Descriptor.Name, pause, retries + 1, policy.MaxRetryCount);
            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<bool> TryAsync(TimerFunction function, TimerInfo timer, RetryContext retries, CancellationToken stopping)
    {
        await using var invocation = new TimerInvocation(function.Descriptor, scopes, timer, retries, stopping);
        try
        {
            var run = function.Descriptor.Run(invocation);
            if (await EndsInTimeAsync(run))
            {
                await run;
                return true;
            }

            // Told to end, and waited for: letting it go would let it overlap with its next run.
            logger.TimedOut(function.Descriptor.Name, invocation.InvocationId, settings.FunctionTimeout);
            invocation.Expire();
            await run;
            return false;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            logger.Stopped(function.Descriptor.Name, invocation.InvocationId);
            return false;
        }
#pragma warning disable CA1031 // No failure of a function ends its schedule.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.Failed(fault, function.Descriptor.Name, invocation.InvocationId);
            return false;
        }
    }

    private async Task<bool> EndsInTimeAsync(Task run)
    {
        using var over = new CancellationTokenSource();
        var ended = run.IsCompleted || await Task.WhenAny(run, Task.Delay(settings.FunctionTimeout, time, over.Token)) == run;
        await over.CancelAsync();
        return ended;
    }
}
