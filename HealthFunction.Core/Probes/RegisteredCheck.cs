using HealthFunction.Checks;
using HealthFunction.Settings;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Probes;

/// <summary>What the settings say of one check that code registers; what they do not say is as code has it.</summary>
internal sealed class RegisteredCheck
{
    private RegisteredCheck(SettingsSection section)
    {
        Setting = section.Name;
        Key = section.Key;
        Timeout = section.Duration("Timeout", CheckOptions.MinTimeout, CheckOptions.MaxTimeout);
        Critical = section.Flag("Critical");
        (Traits, MayBeOld) = TraitSettings.Read(section);
        if (section.Value is { Length: > 0 })
        {
            section.Fault($"is a value; it accepts one setting for each name, such as {section.Name}__SlowAfter.");
        }

        section.RefuseUnknownKeys();
    }

    /// <summary>The name of its settings, such as <c>Health__Checks__queue_orders</c>.</summary>
    public string Setting { get; }

    /// <summary>The check's name as the settings have it.</summary>
    public string Key { get; }

    public TimeSpan? Timeout { get; }

    public bool? Critical { get; }

    public CheckTraits Traits { get; }

    /// <summary>Whether it may have a period although the overall verdict depends on it.</summary>
    public bool MayBeOld { get; }

    public static RegisteredCheck Read(SettingsSection section) => new(section);

    /// <summary>Whether these are the settings of a check. Variables have no dots and dashes in their names, so <c>_</c> stands for both.</summary>
    public bool IsOf(string name) => AsKey(Key).Equals(AsKey(name), StringComparison.OrdinalIgnoreCase);

    public void Apply(HealthCheckRegistration registration)
    {
        registration.Timeout = Timeout ?? registration.Timeout;
        if (Critical is { } critical)
        {
            registration.FailureStatus = critical ? HealthStatus.Unhealthy : HealthStatus.Degraded;
        }

        registration.Tags.UnionWith(Traits.Tags);
    }

    /// <summary>What does not fit the check, after <see cref="Apply"/>.</summary>
    public IEnumerable<string> FindFaults(HealthCheckRegistration registration, TimeSpan defaultTimeout) => TraitSettings.FindFaults(
        Setting,
        Traits,
        MayBeOld,
        registration.Timeout > TimeSpan.Zero ? registration.Timeout : defaultTimeout,
        registration.FailureStatus == HealthStatus.Unhealthy);

    private static string AsKey(string name) => name.Replace('.', '_').Replace('-', '_');
}
