using HealthFunction.Checks;
using HealthFunction.Probes;
using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.Load;

/// <summary>The time that each dependency itself needs to answer: its probe on its kept connection, one call at a time.</summary>
internal static class RoundTrips
{
    public static async Task<List<(string Name, TimeSpan P50)>> MeasureAsync(Dictionary<string, string?> settings, TimeSpan length)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key.Replace("__", ":", StringComparison.Ordinal), s.Value)))
            .Build());
        services.AddLogging().AddSingleton(TimeProvider.System).AddHealthOptions(CheckOptions.Read).AddProbes();
        await using var provider = services.BuildServiceProvider();

        List<(string, TimeSpan)> medians = [];
        foreach (var registration in provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations)
        {
            medians.Add((registration.Name, await MedianAsync(registration, provider, length)));
        }

        return medians;
    }

    private static async Task<TimeSpan> MedianAsync(HealthCheckRegistration registration, IServiceProvider services, TimeSpan length)
    {
        var time = TimeProvider.System;
        var check = registration.Factory(services);
        var context = new HealthCheckContext { Registration = registration };
        List<TimeSpan> took = [];
        var begin = time.GetTimestamp();
        while (time.GetElapsedTime(begin) < length)
        {
            var start = time.GetTimestamp();
            await check.CheckHealthAsync(context, CancellationToken.None);
            took.Add(time.GetElapsedTime(start));
        }

        // The first of them include connecting and compiling.
        took.RemoveRange(0, took.Count / 5);
        took.Sort();
        return took[took.Count / 2];
    }
}
