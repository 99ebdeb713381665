using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Probes;

internal static class ProbeServices
{
    /// <summary>A health check for every dependency that the settings name.</summary>
    public static IServiceCollection AddProbes(this IServiceCollection services)
    {
        services.AddHealthChecks();
        services.AddSingleton<ProbeSet>();
        services.AddOptions<HealthCheckServiceOptions>().Configure<ProbeSet>((options, probes) => probes.Register(options.Registrations));
        return services;
    }
}
