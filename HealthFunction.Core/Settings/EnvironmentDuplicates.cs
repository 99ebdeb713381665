namespace HealthFunction.Settings;

/// <summary>
/// Environment variables tell letter case apart, and <c>:</c> from <c>__</c>, and configuration does neither: of two that differ in
/// nothing else, one would win unseen.
/// </summary>
internal static class EnvironmentDuplicates
{
    public static IEnumerable<string> Find() => Find(Environment.GetEnvironmentVariables().Keys.Cast<string>());

    public static IEnumerable<string> Find(IEnumerable<string> names) =>
        names.GroupBy(SettingName.AsVariable, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Key.StartsWith("Health__", StringComparison.OrdinalIgnoreCase) && g.Count() > 1)
            .Select(g => Fault(g.Key, g));

    /// <summary>What is wrong with a setting that several names stand for.</summary>
    public static string Fault(string setting, IEnumerable<string> names)
    {
        var all = names.Order(StringComparer.Ordinal).ToList();
        return $"{setting} is set {all.Count} times ({string.Join(", ", all)}); a name can be used once.";
    }
}
