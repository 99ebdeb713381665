using HealthFunction.Checks;
using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.Probes;

internal static class ProbeServices
{
    /// <summary>Adds a health check for every dependency in the settings, before those that code registers, and what they say of the latter.</summary>
    public static IServiceCollection AddProbes(this IServiceCollection services)
    {
        services.AddHealthOptions(ProbeOptions.Read);
        services.AddHealthOptions(RegisteredChecks.Read);
        services.TryAddSingleton<ProbeSet>();
        services.AddSingleton(s => new CheckTraitsBook(s.GetRequiredService<ProbeSet>().Traits, s.GetRequiredService<RegisteredChecks>().TraitsOf));
        services.AddHostedService<WarmUpService>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HealthCheckServiceOptions>, RegisteredChecksValidator>());
        services.AddOptions<HealthCheckServiceOptions>().PostConfigure<IServiceProvider>((options, provider) =>
        {
            // The validation of the settings reports their faults.
            if (provider.GetRequiredService<HealthSettings>().Faults.Count == 0)
            {
                provider.GetRequiredService<RegisteredChecks>().Apply(options.Registrations);
                provider.GetRequiredService<ProbeSet>().RegisterFirst(options.Registrations);
            }
        });
        return services;
    }
}
