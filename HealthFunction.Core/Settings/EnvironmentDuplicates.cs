namespace HealthFunction.Settings;

/// <summary>
/// Environment variables distinguish letter case and distinguish <c>:</c> from <c>__</c>, and configuration does not: if two names differ
/// only in that, one would silently win.
/// </summary>
internal static class EnvironmentDuplicates
{
    public static IEnumerable<string> Find() => Find(Environment.GetEnvironmentVariables().Keys.Cast<string>());

    public static IEnumerable<string> Find(IEnumerable<string> names) =>
        names.GroupBy(SettingName.AsVariable, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Key.StartsWith("Health__", StringComparison.OrdinalIgnoreCase) && g.Count() > 1)
            .Select(g => Fault(g.Key, g));

    /// <summary>The fault of a setting with several names.</summary>
    public static string Fault(string setting, IEnumerable<string> names)
    {
        var all = names.Order(StringComparer.Ordinal).ToList();
        return $"{setting} is set {all.Count} times ({string.Join(", ", all)}); a name can be used once.";
    }
}
