using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.Settings;

internal static class SettingsServices
{
    /// <summary>The settings as a whole, checked when the host starts.</summary>
    public static IServiceCollection AddHealthSettings(this IServiceCollection services)
    {
        services.TryAddSingleton(s => new HealthSettings(s.GetRequiredService<IConfiguration>(), s.GetServices<SettingsPart>()));
        services.TryAddSingleton(s => new SecretScrubber(s.GetRequiredService<HealthSettings>().Secrets));

        // In the same validation as the registered checks, so that the faults of both are reported together.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HealthCheckServiceOptions>, SettingsValidator>());
        services.AddOptions<HealthCheckServiceOptions>().ValidateOnStart();
        return services;
    }

    /// <summary>The options of one concern, as a service.</summary>
    public static IServiceCollection AddHealthOptions<T>(this IServiceCollection services, Func<SettingsSection, IConfiguration, T> read)
        where T : class
    {
        services.AddHealthSettings();
        services.AddSingleton(new SettingsPart(typeof(T), read));
        return services.AddSingleton(s => s.GetRequiredService<HealthSettings>().Get<T>());
    }

    /// <inheritdoc cref="AddHealthOptions{T}(IServiceCollection, Func{SettingsSection, IConfiguration, T})"/>
    public static IServiceCollection AddHealthOptions<T>(this IServiceCollection services, Func<SettingsSection, T> read)
        where T : class => services.AddHealthOptions((health, _) => read(health));
}
