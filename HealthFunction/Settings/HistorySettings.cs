using HealthFunction.History;

namespace HealthFunction.Settings;

/// <summary>Reads <c>Health__History__…</c>.</summary>
internal static class HistorySettings
{
    private const int MostDays = 3650;
    private const int MostQueued = 100_000;

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(15);

    public static void Read(SettingsSection section, HistoryOptions options)
    {
        options.Table = section.Text("Table") ?? options.Table;
        options.Source = section.Text("Source") ?? options.Source;
        options.ConnectionString = section.Text("ConnectionString") ?? options.ConnectionString;
        options.ClientId = section.Id("ClientId")?.ToString();
        options.RunDays = section.Number("RunDays", 1, MostDays) ?? options.RunDays;
        options.DayDays = section.Number("DayDays", 1, MostDays) ?? options.DayDays;
        options.QueueLength = section.Number("QueueLength", 1, MostQueued) ?? options.QueueLength;
        options.Timeout = section.Duration("Timeout", ShortestTimeout, LongestTimeout) ?? options.Timeout;
        section.RefuseUnknownKeys();

        if (!IsTableName(options.Table))
        {
            section.Child("Table").Fault($"is \"{options.Table}\"; it takes 3 to 63 letters and digits, a letter first, and not \"tables\".");
        }

        if (options.Source.Length > RowKeys.LongestSource)
        {
            section.Child("Source").Fault($"has {options.Source.Length} characters; it takes at most {RowKeys.LongestSource}.");
        }

        if (options.ConnectionString.Length > 0 && !HistoryConnection.IsConnection(options.ConnectionString))
        {
            section.Child("ConnectionString").Fault(
                "cannot be read (what it holds is not shown); it takes a storage connection string or the https URL of a table service.");
        }
    }

    private static bool IsTableName(string name) =>
        name.Length is >= 3 and <= 63
        && char.IsAsciiLetter(name[0])
        && name.All(char.IsAsciiLetterOrDigit)
        && !name.Equals("tables", StringComparison.OrdinalIgnoreCase);
}
