using HealthFunction.History.Fleet;
using HealthFunction.History.Storage;
using HealthFunction.Tests.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HealthFunction.Tests.History.Fleet;

internal static class FleetHarness
{
    public static FleetReadings Readings(TimeProvider time, params HistoryStore[] stores) => Readings(time, new TestMeters(), NullLogger.Instance, stores);

    public static FleetReadings Readings(TimeProvider time, TestMeters meters, ILogger logger, params HistoryStore[] stores)
    {
        var telemetry = new FleetTelemetry(meters);
        return new([.. stores.Where(store => store.IsConfigured).Select(store => new FleetSource(store, telemetry, time, logger))], time);
    }
}
