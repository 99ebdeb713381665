using HealthFunction.Access;
using HealthFunction.Alerts;
using HealthFunction.Checks;
using HealthFunction.Formats;
using HealthFunction.History;
using HealthFunction.Probes;
using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HealthFunction.Surface;

internal static class SurfaceServices
{
    /// <summary>Adds everything except a host. Checks that are added to the returned builder are part of every answer.</summary>
    public static IHealthChecksBuilder AddHealthFunctionCore(this IServiceCollection services)
    {
        var checks = services.AddHealthChecks();
        if (services.Any(s => s.ServiceType == typeof(HttpSurface)))
        {
            return checks;
        }

        services.TryAddSingleton(TimeProvider.System);
        services
            .AddHealthSettings()
            .AddCheckRunner()
            .AddProbes()
            .AddAccess()
            .AddHistory()
            .AddAlerts()
            .AddFormats()
            .AddSingleton<HttpSurface>();
        return checks;
    }
}
