using HealthFunction.Probes.Caches;
using HealthFunction.Probes.Databases;
using HealthFunction.Probes.Endpoints;
using HealthFunction.Probes.Tables;
using HealthFunction.Settings;

namespace HealthFunction.Probes;

/// <summary>The dependencies that the settings name, each kind in configured order.</summary>
internal sealed class ProbeOptions
{
    public IReadOnlyList<KeyValuePair<string, DatabaseOptions>> Databases { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, CacheOptions>> Caches { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, TableOptions>> Tables { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, EndpointOptions>> Endpoints { get; init; } = [];

    public static ProbeOptions Read(SettingsSection health) => new()
    {
        Databases = DependencyOptions.ReadAll<DatabaseOptions>(health, "Databases"),
        Caches = DependencyOptions.ReadAll<CacheOptions>(health, "Caches"),
        Tables = DependencyOptions.ReadAll<TableOptions>(health, "Tables"),
        Endpoints = DependencyOptions.ReadAll<EndpointOptions>(health, "Endpoints"),
    };
}
