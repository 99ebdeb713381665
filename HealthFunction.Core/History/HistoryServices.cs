using System.Diagnostics.Metrics;
using HealthFunction.Checks;
using HealthFunction.History.Fleet;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;
using HealthFunction.History.Recent;
using HealthFunction.History.Recording;
using HealthFunction.History.Storage;
using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HealthFunction.History;

internal static class HistoryServices
{
    /// <summary>The recorder for the timer, and the readers of its rows. Both also work without storage.</summary>
    public static IServiceCollection AddHistory(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HealthCheckServiceOptions>, HistoryChecksValidator>());
        return services
            .AddFleet()
            .AddPlans()
            .AddHealthOptions((health, configuration) =>
            {
                health.Hide(HistoryConnection.HostSecrets(configuration));
                return HistoryOptions.Read(health);
            })
            .AddHealthOptions(MaintenanceSettings.Read)
            .AddHealthOptions(TickSchedule.Read)
            .AddSingleton(s => HistoryConnection.Open(
                s.GetRequiredService<HistoryOptions>(), s.GetRequiredService<IConfiguration>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton(s => new RunQueue(s.GetRequiredService<HistoryOptions>().QueueLength))
            .AddSingleton(s => new HistoryTelemetry(s.GetRequiredService<IMeterFactory>(), s.GetRequiredService<RunQueue>()))
            .AddSingleton<Retention>()
            .AddSingleton<RunStore>()
            .AddSingleton<RunChecks>(s => token => s.GetRequiredService<HealthRunner>().RunAsync().WaitAsync(token))
            .AddSingleton<HistoryRecorder>()
            .AddSingleton<HistoryTicks>()
            .AddSingleton(s => new RecentHistory(
                s.GetRequiredService<HistoryStore>(),
                new HistoryViewBuilder(s.GetRequiredService<HealthRunner>().Members),
                s.GetRequiredService<TimeProvider>(),
                s.GetRequiredService<ILogger<RecentHistory>>(),
                s.GetRequiredService<RecentFleet>().Readings))
            .AddSingleton<RecentFleet>()
            .AddSingleton<FleetStates>()
            .AddSingleton<IRunListener>(s => s.GetRequiredService<FleetStates>());
    }
}
