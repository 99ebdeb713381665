using System.Threading.Channels;
using HealthFunction.SelfHost.Discovery;
using Microsoft.Azure.Functions.Worker;

namespace HealthFunction.SelfHost.Timers;

/// <summary>
/// Runs one timer function at its times. All its runs, scheduled and asked for, come from one loop, so no two overlap. Of the times
/// that pass while a run is under way, the first is made up for at once and the rest are left out, as the real host does.
/// </summary>
internal sealed class TimerLoop(TimerFunction function, TimerSchedule schedule, TimerRunner runner, TimeProvider time)
{
    // Waits are cut short so that a clock that is set leaves the schedule wrong for no longer.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ClockGrain = TimeSpan.FromMilliseconds(1);

    private readonly Channel<bool> _asked = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public string Name => function.Descriptor.Name;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Asks for one run outside the schedule; asked again before that run starts, it stays one.</summary>
    public void RunOnce() => _asked.Writer.TryWrite(true);

    public async Task RunAsync(CancellationToken stopping)
    {
        var monitored = function.Trigger.UseMonitor && !schedule.IsSubMinute(Now);
        var status = new ScheduleStatus { Next = schedule.Next(Now) };
        if (function.Trigger.RunOnStartup)
        {
            status = await TickAsync(pastDue: false);
        }

        while (!stopping.IsCancellationRequested)
        {
            var pastDue = Now > status.Next;
            await WaitAsync(status.Next, stopping);
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            if (_asked.Reader.TryRead(out _))
            {
                await runner.RunAsync(function, Info(pastDue: false), stopping);
            }
            else
            {
                status = await TickAsync(pastDue);
            }
        }

        TimerInfo Info(bool pastDue) => new() { ScheduleStatus = monitored ? status : null, IsPastDue = pastDue };

        async Task<ScheduleStatus> TickAsync(bool pastDue)
        {
            var started = Now;
            await runner.RunAsync(function, Info(pastDue), stopping);
            return new ScheduleStatus { Last = started, Next = schedule.Next(started), LastUpdated = started };
        }
    }

    /// <summary>Returns when the time has come, a run is asked for, or the host stops.</summary>
    private async Task WaitAsync(DateTime due, CancellationToken stopping)
    {
        while (due - Now is var left && left > TimeSpan.Zero && !stopping.IsCancellationRequested && _asked.Reader.Count == 0)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var wait = left > LongestWait ? LongestWait : left < ClockGrain ? ClockGrain : left;
            await Task.WhenAny(Task.Delay(wait, time, over.Token), _asked.Reader.WaitToReadAsync(over.Token).AsTask());
            await over.CancelAsync();
        }
    }
}
