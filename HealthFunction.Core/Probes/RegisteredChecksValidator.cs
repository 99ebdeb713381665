using HealthFunction.Checks;
using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.Probes;

/// <summary>Compares the settings of checks that code registers with those checks.</summary>
internal sealed class RegisteredChecksValidator(HealthSettings settings, IServiceProvider services) : IValidateOptions<HealthCheckServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthCheckServiceOptions options)
    {
        // Their own validation reports them, and no options can be read while there are any.
        if (settings.Faults.Count > 0)
        {
            return ValidateOptionsResult.Success;
        }

        var probes = services.GetRequiredService<ProbeSet>().Traits;
        HealthCheckRegistration[] registered = [.. options.Registrations.Where(r => !probes.ContainsKey(r.Name))];
        List<string> faults = [.. settings.Get<RegisteredChecks>().FindFaults(registered, settings.Get<CheckOptions>().Timeout)];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
