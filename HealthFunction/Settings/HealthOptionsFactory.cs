using Microsoft.Extensions.Options;

namespace HealthFunction.Settings;

/// <summary>The settings as options, read once however often they are asked for; refused to everybody while they hold a fault.</summary>
internal sealed class HealthOptionsFactory(Lazy<HealthOptions> settings) : IOptionsFactory<HealthOptions>
{
    /// <exception cref="OptionsValidationException">One failure for each fault.</exception>
    public HealthOptions Create(string name) => settings.Value is { Faults.Count: 0 } options
        ? options
        : throw new OptionsValidationException(name, typeof(HealthOptions), settings.Value.Faults);
}
