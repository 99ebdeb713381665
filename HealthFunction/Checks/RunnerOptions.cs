namespace HealthFunction.Checks;

/// <summary>What the runner needs to know of the settings.</summary>
internal sealed class RunnerOptions
{
    /// <summary>How long a check may take that names no timeout of its own.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Why the deployment is out of rotation; null while it is in.</summary>
    public DrainReason? Drain { get; set; }
}
