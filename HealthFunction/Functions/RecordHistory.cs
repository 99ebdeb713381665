using HealthFunction.History;
using Microsoft.Azure.Functions.Worker;

namespace HealthFunction.Functions;

/// <summary>Runs all checks at each tick and records what they found.</summary>
public sealed class RecordHistory(HistoryTicks ticks)
{
    // Two repeats ten seconds apart, each with its calls to the table cut short, end before the next minute.
    [Function(nameof(RecordHistory))]
    [FixedDelayRetry(2, "00:00:10")]
    public Task RunAsync([TimerTrigger("%HistorySchedule%")] TimerInfo timer, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(timer);
        ArgumentNullException.ThrowIfNull(context);
        return ticks.TickAsync(timer.ScheduleStatus?.Next, context.RetryContext?.RetryCount ?? 0, context.CancellationToken);
    }
}
