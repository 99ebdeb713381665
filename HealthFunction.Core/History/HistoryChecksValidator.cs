using System.Globalization;
using HealthFunction.History.Storage;
using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.History;

/// <summary>Reports too many checks when the host starts. Otherwise runs would be lost later, when all checks fail.</summary>
internal sealed class HistoryChecksValidator(HealthSettings settings, IServiceProvider services) : IValidateOptions<HealthCheckServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthCheckServiceOptions options) =>
        // The storage settings can be used only if they have no fault.
        options.Registrations.Count > RunLimits.MaxChecks
        && settings.Faults.Count == 0
        && services.GetRequiredService<HistoryStore>().IsConfigured
            ? ValidateOptionsResult.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Registrations.Count} health checks are registered; history accepts at most {RunLimits.MaxChecks}."))
            : ValidateOptionsResult.Success;
}
