namespace HealthFunction.Settings;

/// <summary>What the settings of every kind of dependency have in common.</summary>
internal abstract class DependencyOptions
{
    /// <summary>How long an attempt may take; null takes <c>Health__Timeout</c>.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Whether the overall verdict depends on this dependency.</summary>
    public bool Critical { get; set; } = true;
}
