namespace HealthFunction.Settings;

/// <summary>Findings of the reading of the settings, besides their values.</summary>
internal sealed class SettingsFindings
{
    /// <summary>The faults, one line each.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Values that must not be shown.</summary>
    public HashSet<string> Secrets { get; } = new(StringComparer.Ordinal);
}
