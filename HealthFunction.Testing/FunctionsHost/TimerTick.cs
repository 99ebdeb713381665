namespace HealthFunction.Testing;

/// <summary>A tick of a timer as the host sends it to a worker.</summary>
internal static class TimerTick
{
    /// <param name="worker">The worker that has the timer.</param>
    /// <param name="next">The occurrence that it is for; null for a timer whose schedule is not monitored.</param>
    /// <param name="retryCount">How often this tick failed before.</param>
    public static Task<InvocationResult> SendAsync(WorkerApp worker, DateTimeOffset? next, int retryCount = 0)
    {
        var timer = worker.Functions.Single(f => LoadedFunction.Text(f.Trigger, "type") == "timerTrigger");
        var status = next is { } time ? new { Last = DateTime.MinValue, Next = time, LastUpdated = DateTime.MinValue } : null;
        var input = WorkerApp.Json(new { Schedule = new { AdjustForDST = true }, ScheduleStatus = status, IsPastDue = false });
        return worker.Begin(timer, input, [KeyValuePair.Create("TimerTrigger", input)], retryCount).Result;
    }
}
