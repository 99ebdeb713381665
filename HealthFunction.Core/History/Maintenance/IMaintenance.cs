namespace HealthFunction.History.Maintenance;

/// <summary>The times in which failures are expected, by settings and by plans.</summary>
internal interface IMaintenance
{
    /// <summary>The windows of the deployment with all of its checks.</summary>
    MaintenanceSchedule Deployment { get; }

    /// <summary>Whether a window of this check alone contains a time.</summary>
    bool Covers(string check, DateTimeOffset time);
}
