namespace HealthFunction.History;

/// <summary><c>Health__History__…</c>: where history is kept and for how long.</summary>
internal sealed class HistoryOptions
{
    /// <summary>The name of the table; created when it is missing.</summary>
    public string Table { get; set; } = "HealthHistory";

    /// <summary>Whose history this is, one for each region or site; empty takes the site's name on Azure, else the machine's.</summary>
    public string Source { get; set; } = "";

    /// <summary>
    /// A storage connection string, or the https URL of a table service, which is then asked with the app's Entra identity; empty
    /// takes <c>AzureWebJobsStorage</c>.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The client id of a user-assigned managed identity; null takes the default identity.</summary>
    public string? ClientId { get; set; }

    /// <summary>How many days a run row is kept.</summary>
    public int RunDays { get; set; } = 30;

    /// <summary>How many days a day row is kept.</summary>
    public int DayDays { get; set; } = 400;

    /// <summary>How many runs wait in memory while the table cannot be written.</summary>
    public int QueueLength { get; set; } = 1440;

    /// <summary>How long one call to the table may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}
