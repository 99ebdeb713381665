using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.Settings;

/// <summary>Reports the faults of the settings when the host starts.</summary>
internal sealed class SettingsValidator(HealthSettings settings) : IValidateOptions<HealthCheckServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthCheckServiceOptions options) =>
        settings.Faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(settings.Faults);
}
