namespace HealthFunction.Settings;

/// <summary>
/// Environment variables tell letter case apart and configuration does not: of two that differ in nothing else, one would win
/// unseen.
/// </summary>
internal static class EnvironmentDuplicates
{
    public static IEnumerable<string> Find() => Find(Environment.GetEnvironmentVariables().Keys.Cast<string>());

    public static IEnumerable<string> Find(IEnumerable<string> names) =>
        names.Select(n => n.Replace(":", "__", StringComparison.Ordinal))
            .Where(n => n.StartsWith("Health__", StringComparison.OrdinalIgnoreCase))
            .GroupBy(n => n, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Count() > 1)
            .Select(g => $"{g.First()} is set {g.Count()} times, in different letter case ({string.Join(", ", g)}); a name can be used once.");
}
