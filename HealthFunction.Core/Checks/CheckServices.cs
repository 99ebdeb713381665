using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HealthFunction.Checks;

internal static class CheckServices
{
    /// <summary>
    /// The runner of all registered health checks. The registrations bring the stock health check service with them, but it is not used:
    /// it never returns if a check ignores its token.
    /// </summary>
    public static IServiceCollection AddCheckRunner(this IServiceCollection services)
    {
        services.AddHealthOptions(CheckOptions.Read);
        services.AddMetrics();
        services.TryAddSingleton(CheckTraitsBook.Empty);
        services.AddSingleton<RunTelemetry>();
        services.AddSingleton(s => new OutcomeJudge(
            s.GetRequiredService<SecretScrubber>().Scrub,
            withDetail: s.GetRequiredService<CheckOptions>().ErrorDetail == ErrorDetail.Full,
            s.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        services.TryAddSingleton<IDrainPlans, NoDrainPlans>();
        services.AddSingleton<DrainSwitch>();
        services.AddSingleton<HealthRunner>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HealthCheckServiceOptions>, CheckRegistrationsValidator>());
        services.AddOptions<HealthCheckServiceOptions>().ValidateOnStart();
        return services;
    }
}
