namespace Microsoft.Azure.Functions.Worker;

public class TimerInfo
{
    /// <summary>Null where the schedule is not monitored: <see cref="TimerTriggerAttribute.UseMonitor"/> is false, or it fires more than once a minute.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether this run's time passed while an earlier run was still under way.</summary>
    public bool IsPastDue { get; set; }
}
