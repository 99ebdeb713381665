namespace HealthFunction.Settings;

/// <summary>A setting's name in the two forms that it has.</summary>
internal static class SettingName
{
    /// <summary><c>Health__Timeout</c>, as environment variables and app settings have it.</summary>
    public static string AsVariable(string name) => name.Replace(":", "__", StringComparison.Ordinal);

    /// <summary><c>Health:Timeout</c>, as configuration has it.</summary>
    public static string AsKey(string name) => name.Replace("__", ":", StringComparison.Ordinal);
}
