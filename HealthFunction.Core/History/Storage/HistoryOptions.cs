using HealthFunction.Settings;

namespace HealthFunction.History.Storage;

/// <summary><c>Health__History__…</c>: where history is kept and for how long.</summary>
internal sealed class HistoryOptions
{
    private const int MaxDays = 3650;
    private const int MaxQueueLength = 100_000;

    private static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(15);

    /// <summary>The name of the table; created when it is missing.</summary>
    public string Table { get; set; } = "HealthHistory";

    /// <summary>
    /// The source of this history, one for each region or site; empty means the site's name on Azure, otherwise the machine's.
    /// </summary>
    public string Source { get; set; } = "";

    /// <summary>
    /// A storage connection string, or the https URL of a table service, which is then called with the app's Entra identity; empty
    /// means <c>AzureWebJobsStorage</c>.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The client id of a user-assigned managed identity; null means the default identity.</summary>
    public string? ClientId { get; set; }

    /// <summary>How many days a run row is kept.</summary>
    public int RunDays { get; set; } = 30;

    /// <summary>How many days a day row is kept.</summary>
    public int DayDays { get; set; } = 400;

    /// <summary>How many runs wait in memory while the table cannot be written.</summary>
    public int QueueLength { get; set; } = 1440;

    /// <summary>How long one call to the table may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    public static HistoryOptions Read(SettingsSection health)
    {
        var section = health.Child("History");
        var options = new HistoryOptions();
        options.ReadPlace(section, null);
        options.RunDays = section.Number("RunDays", 1, MaxDays) ?? options.RunDays;
        options.DayDays = section.Number("DayDays", 1, MaxDays) ?? options.DayDays;
        options.QueueLength = section.Number("QueueLength", 1, MaxQueueLength) ?? options.QueueLength;
        options.Timeout = section.Duration("Timeout", MinTimeout, MaxTimeout) ?? options.Timeout;
        section.RefuseUnknownKeys();
        return options;
    }

    /// <summary>Reads where the history of one source is: what the app's own and those of its fleet have in common.</summary>
    /// <param name="section">What names it.</param>
    /// <param name="shortForm">What stands for the connection string where it is not set.</param>
    public void ReadPlace(SettingsSection section, string? shortForm)
    {
        var text = section.Text("ConnectionString");
        ConnectionString = text ?? shortForm ?? "";
        Table = section.Text("Table") ?? Table;
        Source = section.Text("Source") ?? Source;
        ClientId = section.Id("ClientId")?.ToString();
        section.Hide(StorageSecrets.Of(ConnectionString));
        if (Table.Length > 0 && !IsTableName(Table))
        {
            section.Child("Table").Fault($"is \"{Table}\"; it accepts 3 to 63 letters and digits, a letter first, and not \"tables\".");
        }

        if (Source.Length > RowKeys.MaxSourceLength)
        {
            section.Child("Source").Fault($"has {Source.Length} characters; it accepts at most {RowKeys.MaxSourceLength}.");
        }

        if (ConnectionString.Length > 0 && HistoryConnection.FindFault(ConnectionString) is { } fault)
        {
            (text is null ? section : section.Child("ConnectionString")).Fault(fault);
        }
    }

    private static bool IsTableName(string name) =>
        name.Length is >= 3 and <= 63
        && char.IsAsciiLetter(name[0])
        && name.All(char.IsAsciiLetterOrDigit)
        && !name.Equals("tables", StringComparison.OrdinalIgnoreCase);
}
