namespace HealthFunction.Alerts;

/// <summary>What a series of messages is about. Each subject has its own rule, its own state and its own incidents.</summary>
internal enum AlertSubject
{
    /// <summary>The verdict is not UP.</summary>
    Outage,

    /// <summary>The verdict is UP, and a check that it depends on is degraded.</summary>
    Degraded,
}
