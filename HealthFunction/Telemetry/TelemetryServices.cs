using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HealthFunction.Telemetry;

internal static class TelemetryServices
{
    /// <summary>
    /// Exports what the meters and activities of the app tell, when a setting says where to. When none does nothing is
    /// registered, and no assembly of the exporters is loaded: this class names none of their types.
    /// </summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = new TelemetrySettings(configuration);
        if (settings.Faults.Count > 0)
        {
            services.AddSingleton<IValidateOptions<TelemetryFaults.Marker>>(new TelemetryFaults(settings.Faults));
            services.AddOptions<TelemetryFaults.Marker>().ValidateOnStart();
        }
        else if (settings.HasOtlp || settings.Insights is not null)
        {
            TelemetryExport.Add(services, settings, configuration);
        }

        return services;
    }
}
