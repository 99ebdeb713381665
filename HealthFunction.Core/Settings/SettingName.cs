namespace HealthFunction.Settings;

/// <summary>Converts between the two forms of a setting's name.</summary>
internal static class SettingName
{
    /// <summary><c>Health__Timeout</c>, the form of environment variables and app settings.</summary>
    public static string AsVariable(string name) => name.Replace(":", "__", StringComparison.Ordinal);

    /// <summary><c>Health:Timeout</c>, the form of configuration.</summary>
    public static string AsKey(string name) => name.Replace("__", ":", StringComparison.Ordinal);
}
