using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Telemetry;

internal static class TelemetryServices
{
    /// <summary>
    /// Exports the app's metrics and traces if a setting says where to. Otherwise nothing is registered, and no assembly of the exporters
    /// is loaded: this class names none of their types.
    /// </summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = new TelemetrySettings(configuration);

        // Faults stop the start together with those of the other settings, so that all are reported at once.
        services.AddHealthOptions((health, _) =>
        {
            health.Report(settings.Faults);
            return settings;
        });
        if (settings.Faults.Count == 0 && (settings.HasOtlp || settings.Insights is not null))
        {
            TelemetryExport.Add(services, settings, configuration);
        }

        return services;
    }
}
