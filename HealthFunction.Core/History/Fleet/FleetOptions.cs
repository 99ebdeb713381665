using HealthFunction.History.Storage;
using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;

namespace HealthFunction.History.Fleet;

/// <summary><c>Health__Fleet__&lt;name&gt;</c>: the other sources of the fleet. The app's own source is always one of it.</summary>
internal sealed class FleetOptions
{
    /// <summary>Each is read for every answer, side by side.</summary>
    public const int MaxSources = 20;

    /// <summary>In configured order.</summary>
    public IReadOnlyList<FleetSourceOptions> Sources { get; init; } = [];

    public static FleetOptions Read(SettingsSection health, IConfiguration configuration)
    {
        // Two sources of one name would look alike in an answer. The setting that has the name; null is the app's own.
        var taken = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { [OwnSource(configuration)] = null };
        List<FleetSourceOptions> sources = [];
        foreach (var section in health.Children("Fleet"))
        {
            var source = FleetSourceOptions.Read(section);
            if (!taken.TryAdd(source.Place.Source, section.Name))
            {
                section.Fault(taken[source.Place.Source] is { } other
                    ? $"has the same source as {other}; each source has a name of its own (…__Source)."
                    : "has the app's own source; it accepts another one (…__Source), and the own one is always there.");
            }

            sources.Add(source);
        }

        if (sources.Count > MaxSources)
        {
            health.Child("Fleet").Fault($"has {sources.Count} sources; it accepts at most {MaxSources}.");
        }

        return new FleetOptions { Sources = sources };
    }

    private static string OwnSource(IConfiguration configuration) =>
        configuration["Health:History:Source"] is { Length: > 0 } own ? own : HistoryConnection.DefaultSource(configuration);
}
