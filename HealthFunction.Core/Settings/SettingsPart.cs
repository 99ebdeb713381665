using Microsoft.Extensions.Configuration;

namespace HealthFunction.Settings;

/// <summary>How one concern reads its options.</summary>
/// <param name="Type">The type of the options.</param>
/// <param name="Read">Reads them from the section <c>Health</c>, or from settings outside it that the concern shares with others.</param>
internal sealed record SettingsPart(Type Type, Func<SettingsSection, IConfiguration, object> Read);
