using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.Checks;

internal static class CheckServices
{
    /// <summary>
    /// The runner over everything that is registered as a health check. The stock health check service comes along with the
    /// registrations and stays unused: it waits for ever for a check that ignores its token.
    /// </summary>
    public static IServiceCollection AddHealthRunner(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<RunTelemetry>();
        services.AddSingleton<HealthRunner>();
        services.AddSingleton<IValidateOptions<HealthCheckServiceOptions>, CheckRegistrationsValidator>();
        services.AddOptions<HealthCheckServiceOptions>().ValidateOnStart();
        return services;
    }
}
