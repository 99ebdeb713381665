using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Probes;

internal static class ProbeServices
{
    /// <summary>Adds a health check for every dependency in the settings, before those that code registers.</summary>
    public static IServiceCollection AddProbes(this IServiceCollection services)
    {
        services.AddHealthOptions(ProbeOptions.Read);
        services.TryAddSingleton<ProbeSet>();
        services.AddSingleton(s => s.GetRequiredService<ProbeSet>().Traits);
        services.AddHostedService<WarmUpService>();
        services.AddOptions<HealthCheckServiceOptions>().PostConfigure<IServiceProvider>((options, provider) =>
        {
            // The validation of the settings reports their faults.
            if (provider.GetRequiredService<HealthSettings>().Faults.Count == 0)
            {
                provider.GetRequiredService<ProbeSet>().RegisterFirst(options.Registrations);
            }
        });
        return services;
    }
}
