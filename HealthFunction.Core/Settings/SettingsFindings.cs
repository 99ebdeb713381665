namespace HealthFunction.Settings;

/// <summary>What the reading of the settings found beside their values.</summary>
internal sealed class SettingsFindings
{
    /// <summary>What is wrong, a line each.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>What must not be shown.</summary>
    public HashSet<string> Secrets { get; } = new(StringComparer.Ordinal);
}
