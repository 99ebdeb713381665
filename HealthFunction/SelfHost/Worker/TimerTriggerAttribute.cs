namespace Microsoft.Azure.Functions.Worker;

/// <param name="schedule">An NCRONTAB expression in UTC, seconds first, or <c>%SETTING%</c> naming a setting that holds one.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    public string Schedule { get; } = schedule;

    /// <summary>
    /// Whether the function is told its schedule's status. This host keeps the status in memory, so a run that was missed while the
    /// process was down is not made up for.
    /// </summary>
    public bool UseMonitor { get; set; } = true;

    public bool RunOnStartup { get; set; }
}
