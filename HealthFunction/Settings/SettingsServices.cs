using HealthFunction.Checks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HealthFunction.Settings;

internal static class SettingsServices
{
    /// <summary>The settings, read and validated at start, and what follows from them for the runner.</summary>
    public static IServiceCollection AddHealthSettings(this IServiceCollection services)
    {
        services.TryAddSingleton<IOptionsFactory<HealthOptions>>(s => new HealthOptionsFactory(
            new Lazy<HealthOptions>(() => HealthOptionsReader.Read(s.GetRequiredService<IConfiguration>()))));
        services.AddOptions<HealthOptions>().ValidateOnStart();
        services.AddOptions<RunnerOptions>()
            .Configure<IOptions<HealthOptions>>((runner, health) =>
            {
                runner.Timeout = health.Value.Timeout;
                runner.Drain = health.Value.Drain;
            });
        services.AddSingleton(s => new SecretScrubber(s.GetRequiredService<IOptions<HealthOptions>>().Value.Secrets));
        services.AddSingleton(s => new OutcomeJudge(
            s.GetRequiredService<SecretScrubber>().Scrub,
            withDetail: s.GetRequiredService<IOptions<HealthOptions>>().Value.ErrorDetail == ErrorDetail.Full));
        return services;
    }
}
