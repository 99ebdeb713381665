using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.Probes;

internal static class ProbeServices
{
    /// <summary>A health check for every dependency that the settings name.</summary>
    public static IServiceCollection AddProbes(this IServiceCollection services)
    {
        services.AddHealthChecks();
        services.TryAddSingleton(s => new ProbeSet(s.GetRequiredService<IOptions<HealthOptions>>().Value, s.GetRequiredService<TimeProvider>()));
        services.AddOptions<HealthCheckServiceOptions>().Configure<ProbeSet>((options, probes) => probes.Register(options.Registrations));
        return services;
    }
}
