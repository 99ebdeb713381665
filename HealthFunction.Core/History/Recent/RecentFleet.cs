using System.Runtime.CompilerServices;
using HealthFunction.History.Fleet;
using HealthFunction.History.Storage;

namespace HealthFunction.History.Recent;

/// <summary>The last 90 days of all regions for the page, computed once for each reading of the fleet.</summary>
internal sealed class RecentFleet(FleetReadings fleet, HistoryStore own)
{
    private readonly ConditionalWeakTable<FleetReading, Lazy<FleetView>> _views = [];

    /// <summary>The source that this app records as.</summary>
    public string OwnSource => own.Source;

    /// <summary>Null when there is no region but the app's own.</summary>
    public FleetReadings? Readings { get; } = fleet.Sources.Any(source => source.Name != own.Source) ? fleet : null;

    /// <returns>Null when there is no region but the app's own.</returns>
    public async ValueTask<FleetView?> GetAsync()
    {
        if (Readings is null)
        {
            return null;
        }

        var reading = await Readings.GetAsync(TimeSpan.FromDays(HistoryView.Days)).ConfigureAwait(false);
        return _views.GetValue(reading, static r => new Lazy<FleetView>(() => FleetViewBuilder.Build(r))).Value;
    }
}
