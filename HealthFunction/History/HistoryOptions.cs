using Azure.Data.Tables;

namespace HealthFunction.History;

/// <summary><c>Health__History__…</c>: where history is kept and for how long.</summary>
internal sealed class HistoryOptions
{
    public const string Section = "Health:History";

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

    /// <summary>One line for each fault, which names the setting and what it takes; no line shows a secret.</summary>
    public static IEnumerable<string> Validate(HistoryOptions options)
    {
        if (options.Table.Length is < 3 or > 63 || !options.Table.All(char.IsAsciiLetterOrDigit) || !char.IsAsciiLetter(options.Table[0])
            || options.Table.Equals("tables", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"Health__History__Table holds '{options.Table}'; it takes 3 to 63 letters and digits, a letter first, and not 'tables'.";
        }

        if (options.Source.Length > RowKeys.LongestSource)
        {
            yield return $"Health__History__Source holds {options.Source.Length} characters; it takes at most {RowKeys.LongestSource}.";
        }

        if (options.ConnectionString.Length > 0 && !IsConnection(options.ConnectionString))
        {
            yield return "Health__History__ConnectionString holds neither a storage connection string nor an https URL of a table service.";
        }

        if (options.RunDays is < 1 or > 3650)
        {
            yield return $"Health__History__RunDays holds {options.RunDays}; it takes a number of days from 1 to 3650.";
        }

        if (options.DayDays is < 1 or > 3650)
        {
            yield return $"Health__History__DayDays holds {options.DayDays}; it takes a number of days from 1 to 3650.";
        }

        if (options.QueueLength is < 1 or > 100_000)
        {
            yield return $"Health__History__QueueLength holds {options.QueueLength}; it takes a number of runs from 1 to 100000.";
        }

        if (options.Timeout < TimeSpan.FromMilliseconds(100) || options.Timeout > TimeSpan.FromSeconds(15))
        {
            yield return $"Health__History__Timeout holds '{options.Timeout:c}'; it takes 00:00:00.1 to 00:00:15.";
        }
    }

    private static bool IsConnection(string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            return url.Scheme == Uri.UriSchemeHttps;
        }

        try
        {
            _ = new TableServiceClient(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}
