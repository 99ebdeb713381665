using System.Globalization;
using HealthFunction.History.Storage;
using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.History;

/// <summary>Reports more checks than a recording holds when the host starts: they would be lost when they all fail, not before.</summary>
internal sealed class HistoryChecksValidator(HealthSettings settings, IServiceProvider services) : IValidateOptions<HealthCheckServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthCheckServiceOptions options) =>
        // Storage can be looked at only when its settings have no fault.
        options.Registrations.Count > RunLimits.MaxChecks
        && settings.Faults.Count == 0
        && services.GetRequiredService<HistoryStore>().IsConfigured
            ? ValidateOptionsResult.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Registrations.Count} health checks are registered; history takes at most {RunLimits.MaxChecks}."))
            : ValidateOptionsResult.Success;
}
