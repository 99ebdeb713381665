using HealthFunction.History.Storage;
using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HealthFunction.History.Fleet;

internal static class FleetServices
{
    /// <summary>The sources whose history is shown together: the app's own, and those that the settings name.</summary>
    public static IServiceCollection AddFleet(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HealthCheckServiceOptions>, FleetStorageValidator>());
        return services
            .AddHealthOptions(FleetOptions.Read)
            .AddSingleton<FleetTelemetry>()
            .AddSingleton<PeerWatch>()
            .AddSingleton(Stores)
            .AddSingleton(s => new FleetReadings(Sources(s), s.GetRequiredService<TimeProvider>()));
    }

    private static FleetStores Stores(IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var (own, configuration) = (services.GetRequiredService<HistoryOptions>(), services.GetRequiredService<IConfiguration>());
        var others = services.GetRequiredService<FleetOptions>().Sources.Select(source => HistoryConnection.Open(source.Over(own), configuration, time));
        return new FleetStores([.. others.Prepend(services.GetRequiredService<HistoryStore>()).Where(store => store.IsConfigured)]);
    }

    private static List<FleetSource> Sources(IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var (telemetry, logger) = (services.GetRequiredService<FleetTelemetry>(), services.GetRequiredService<ILogger<FleetSource>>());
        return [.. services.GetRequiredService<FleetStores>().All.Select(store => new FleetSource(store, telemetry, time, logger))];
    }
}
