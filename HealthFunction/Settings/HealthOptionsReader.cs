using HealthFunction.Telemetry;
using Microsoft.Extensions.Configuration;

namespace HealthFunction.Settings;

/// <summary>Reads <see cref="HealthOptions"/> from the configuration; what is wrong there is in <see cref="HealthOptions.Faults"/>.</summary>
internal static class HealthOptionsReader
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestMaxAge = TimeSpan.FromMinutes(10);

    public static HealthOptions Read(IConfiguration configuration)
    {
        var options = new HealthOptions();
        var faults = new List<string>();
        var health = new SettingsSection(configuration.GetSection("Health"), faults);

        options.Timeout = health.Duration("Timeout", ShortestTimeout, LongestTimeout) ?? options.Timeout;
        options.MaxAge = health.Duration("MaxAge", TimeSpan.Zero, LongestMaxAge) ?? options.MaxAge;
        options.ErrorDetail = health.Choice<ErrorDetail>("ErrorDetail") ?? options.ErrorDetail;

        options.Access.AllowedNetworks = health.Networks("AllowedNetworks");
        options.Access.TrustedProxies = health.Networks("TrustedProxies");
        options.Access.FrontDoorId = health.Id("FrontDoorId")?.ToString();

        options.Databases = ReadAll<DatabaseOptions>(health, "Databases", DependencySettings.Read);
        options.Caches = ReadAll<CacheOptions>(health, "Caches", DependencySettings.Read);
        options.Tables = ReadAll<TableOptions>(health, "Tables", DependencySettings.Read);
        options.Endpoints = ReadAll<EndpointOptions>(health, "Endpoints", DependencySettings.Read);

        HistorySettings.Read(health.Child("History"), options.History);
        AlertSettings.Read(health.Child("Alerts"), options.Alerts);

        PlannedSettings.Read(health, options);

        health.RefuseUnknownKeys();
        faults.AddRange(EnvironmentDuplicates.Find());
        faults.AddRange(new TelemetrySettings(configuration).Faults);

        options.Faults = faults;
        options.Secrets = [.. DependencySecrets.Of(options).Distinct()];
        return options;
    }

    private static List<KeyValuePair<string, T>> ReadAll<T>(SettingsSection health, string kind, Action<SettingsSection, T> read)
        where T : DependencyOptions, new()
    {
        var all = new List<KeyValuePair<string, T>>();
        foreach (var section in health.Children(kind))
        {
            if (!IsName(section.Key))
            {
                section.Fault("has a name that cannot be a key; a name takes 1 to 60 letters, digits and '_'.");
            }

            var options = new T
            {
                Timeout = section.Duration("Timeout", ShortestTimeout, LongestTimeout),
                Critical = section.Flag("Critical") ?? true,
            };
            read(section, options);
            section.RefuseUnknownKeys();
            all.Add(new(section.Key, options));
        }

        return all;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 60 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
