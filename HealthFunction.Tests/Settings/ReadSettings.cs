using HealthFunction.Access;
using HealthFunction.Alerts;
using HealthFunction.Checks;
using HealthFunction.Formats.Status;
using HealthFunction.History.Fleet;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Storage;
using HealthFunction.Probes;
using HealthFunction.Probes.Caches;
using HealthFunction.Probes.Databases;
using HealthFunction.Probes.Endpoints;
using HealthFunction.Probes.Tables;
using HealthFunction.Settings;
using HealthFunction.Surface;
using HealthFunction.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Tests.Settings;

/// <summary>The settings of all concerns as the programs read them.</summary>
internal sealed class ReadSettings
{
    private readonly HealthSettings _settings;

    private ReadSettings(IConfiguration configuration)
    {
        var services = new ServiceCollection().AddSingleton(configuration);
        services.AddHealthFunctionCore();
        services.AddTelemetry(configuration);
        _settings = services.BuildServiceProvider().GetRequiredService<HealthSettings>();
    }

    public IReadOnlyList<string> Faults => _settings.Faults;

    public IReadOnlyCollection<string> Secrets => _settings.Secrets;

    public TimeSpan Timeout => _settings.Get<CheckOptions>().Timeout;

    public TimeSpan MaxAge => _settings.Get<CheckOptions>().MaxAge;

    public ErrorDetail ErrorDetail => _settings.Get<CheckOptions>().ErrorDetail;

    public DrainReason? Drain => _settings.Get<CheckOptions>().Drain;

    public MaintenanceSchedule Maintenance => _settings.Get<MaintenanceSchedule>();

    public AccessOptions Access => _settings.Get<AccessOptions>();

    public HistoryOptions History => _settings.Get<HistoryOptions>();

    public FleetOptions Fleet => _settings.Get<FleetOptions>();

    public PageOptions Page => _settings.Get<PageOptions>();

    public AlertOptions Alerts => _settings.Get<AlertOptions>();

    public IReadOnlyList<KeyValuePair<string, DatabaseOptions>> Databases => _settings.Get<ProbeOptions>().Databases;

    public IReadOnlyList<KeyValuePair<string, CacheOptions>> Caches => _settings.Get<ProbeOptions>().Caches;

    public IReadOnlyList<KeyValuePair<string, TableOptions>> Tables => _settings.Get<ProbeOptions>().Tables;

    public RegisteredChecks RegisteredChecks => _settings.Get<RegisteredChecks>();

    public IReadOnlyList<KeyValuePair<string, EndpointOptions>> Endpoints => _settings.Get<ProbeOptions>().Endpoints;

    public static ReadSettings From(IConfiguration configuration) => new(configuration);

    /// <param name="settings">Keys below <c>Health</c> and their values.</param>
    public static ReadSettings Of(params IEnumerable<(string Key, string Value)> settings) => new(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("Health:" + s.Key, (string?)s.Value)))
        .Build());

    /// <summary>The options of one endpoint.</summary>
    /// <param name="url">Its URL.</param>
    /// <param name="settings">Keys below the endpoint's name and their values.</param>
    public static EndpointOptions Endpoint(string url, params IEnumerable<(string Key, string Value)> settings)
    {
        var read = Of(settings.Select(s => ($"Endpoints:e:{s.Key}", s.Value)).Prepend(("Endpoints:e", url)));
        Assert.Empty(read.Faults);
        return read.Endpoints[0].Value;
    }
}
