using HealthFunction.Checks;
using HealthFunction.History.Fleet;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Plans;

internal static class PlanServices
{
    /// <summary>The plans of every table of the fleet, and the drains among them for the runner.</summary>
    public static IServiceCollection AddPlans(this IServiceCollection services) => services
        .AddSingleton(Book)
        .AddSingleton<IDrainPlans>(s => s.GetRequiredService<PlanBook>())
        .AddSingleton<IMaintenance, MaintenanceCalendar>()
        .AddSingleton<PlanKeeper>()
        .AddSingleton<PlanWriter>()
        .AddSingleton<PlanArchive>()
        .AddSingleton(s => PlanExpiry.Changes(s.GetRequiredService<HistoryOptions>()))
        .AddSingleton(s => PlanExpiry.PastPlans(s.GetRequiredService<HistoryOptions>()))
        .AddHostedService<PlanWatch>();

    private static PlanBook Book(IServiceProvider services)
    {
        var (time, logger) = (services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<PlanBook>>());
        return new PlanBook(
            [.. services.GetRequiredService<FleetStores>().All.Select(store => new PlanTable(store, time, logger))],
            services.GetRequiredService<HistoryStore>().Source,
            time,
            logger);
    }
}
