using HealthFunction.Access;
using HealthFunction.Alerts;
using HealthFunction.Checks;
using HealthFunction.History;

namespace HealthFunction.Settings;

/// <summary>The settings below <c>Health__</c>, as read by <see cref="HealthOptionsReader"/>.</summary>
internal sealed class HealthOptions
{
    /// <summary>How long a check may take that names no timeout of its own.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How old an answer may be to be given again; zero makes every answer a fresh one.</summary>
    public TimeSpan MaxAge { get; set; }

    public ErrorDetail ErrorDetail { get; set; }

    /// <summary>Why the deployment is out of rotation; null while it is in.</summary>
    public DrainReason? Drain { get; set; }

    public MaintenanceSchedule Maintenance { get; set; } = MaintenanceSchedule.None;

    public AccessOptions Access { get; } = new();

    public HistoryOptions History { get; } = new();

    public AlertOptions Alerts { get; } = new();

    public IReadOnlyList<KeyValuePair<string, DatabaseOptions>> Databases { get; set; } = [];

    public IReadOnlyList<KeyValuePair<string, CacheOptions>> Caches { get; set; } = [];

    public IReadOnlyList<KeyValuePair<string, TableOptions>> Tables { get; set; } = [];

    public IReadOnlyList<KeyValuePair<string, EndpointOptions>> Endpoints { get; set; } = [];

    /// <summary>What is wrong with the settings, a line each; empty when the rest of this object can be used.</summary>
    public IReadOnlyList<string> Faults { get; set; } = [];

    /// <summary>Every password, key and token that the settings hold, for <see cref="SecretScrubber"/>.</summary>
    public IReadOnlyList<string> Secrets { get; set; } = [];
}
