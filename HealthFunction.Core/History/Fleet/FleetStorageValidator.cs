using HealthFunction.History.Storage;
using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.History.Fleet;

/// <summary>Reports a source that shares the storage of the app's own history where there is none.</summary>
internal sealed class FleetStorageValidator(HealthSettings settings, IServiceProvider services) : IValidateOptions<HealthCheckServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthCheckServiceOptions options)
    {
        // Storage can be looked at only when its settings have no fault.
        if (settings.Faults.Count > 0)
        {
            return ValidateOptionsResult.Success;
        }

        List<string> faults =
        [
            .. services.GetRequiredService<FleetOptions>().Sources.Where(source => source.Place.ConnectionString.Length == 0).Select(source =>
                $"{source.Setting} names no storage, and none is set for the app's own history; it accepts a storage connection string or the https URL of a table service."),
        ];
        return faults.Count == 0 || services.GetRequiredService<HistoryStore>().IsConfigured
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(faults);
    }
}
