namespace Microsoft.Azure.Functions.Worker;

/// <summary>Times in UTC, as they stood before the run that is told of them.</summary>
public class ScheduleStatus
{
    /// <summary>When the run before this one started; <c>default</c> when there was none.</summary>
    public DateTime Last { get; set; }

    /// <summary>The occurrence this run is for.</summary>
    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
