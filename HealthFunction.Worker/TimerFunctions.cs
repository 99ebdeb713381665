using HealthFunction.History.Recording;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Worker;

/// <summary>The functions that a timer calls.</summary>
public static class TimerFunctions
{
    internal const string RecordHistory = nameof(RecordHistory);

    /// <summary>Runs all checks and records their results.</summary>
    [Function(RecordHistory)]
    [FixedDelayRetry(TickRetry.MaxRetries, TickRetry.DelayText)]
    public static Task RecordHistoryAsync([TimerTrigger("%HistorySchedule%")] TimerInfo timer, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(timer);
        ArgumentNullException.ThrowIfNull(context);
        var ticks = context.InstanceServices.GetRequiredService<HistoryTicks>();
        return ticks.TickAsync(timer.ScheduleStatus?.Next, context.RetryContext?.RetryCount ?? 0, context.CancellationToken);
    }
}
