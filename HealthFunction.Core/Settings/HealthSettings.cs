using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HealthFunction.Settings;

/// <summary>
/// All settings below <c>Health__</c>, read once and as a whole: each concern reads its own part, and a setting that no concern knows is
/// a fault.
/// </summary>
internal sealed class HealthSettings
{
    private readonly Lazy<Content> _content;

    public HealthSettings(IConfiguration configuration, IEnumerable<SettingsPart> parts) =>
        _content = new(() => Read(configuration, parts));

    /// <summary>The faults of the settings, one line each.</summary>
    public IReadOnlyList<string> Faults => _content.Value.Findings.Faults;

    /// <summary>Every password, key and token that the settings hold.</summary>
    public IReadOnlyCollection<string> Secrets => _content.Value.Findings.Secrets;

    /// <summary>The options of one concern.</summary>
    /// <exception cref="OptionsValidationException">The settings have faults, of this or of another concern: one failure for
    /// each.</exception>
    public T Get<T>()
        where T : class => Faults.Count == 0
            ? (T)_content.Value.Options[typeof(T)]
            : throw new OptionsValidationException(Options.DefaultName, typeof(T), Faults);

    private static Content Read(IConfiguration configuration, IEnumerable<SettingsPart> parts)
    {
        var findings = new SettingsFindings();
        var health = new SettingsSection(configuration.GetSection("Health"), findings);
        var options = parts.ToDictionary(part => part.Type, part => part.Read(health, configuration));
        health.RefuseUnknownKeys();
        findings.Faults.AddRange(EnvironmentDuplicates.Find());
        return new Content(options, findings);
    }

    private sealed record Content(Dictionary<Type, object> Options, SettingsFindings Findings);
}
