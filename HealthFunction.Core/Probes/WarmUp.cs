using HealthFunction.Checks;
using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Probes;

/// <summary>
/// Reads the settings and calls every probe once while the host is still being built. On a cold instance, compiling the client libraries
/// and connecting need most of the time of the first answer, which has a deadline: a busy processor would make healthy dependencies look
/// down.
/// </summary>
internal sealed class WarmUp : IThreadPoolWorkItem
{
    private readonly Lazy<ProbeSet> _probes;

    private WarmUp(HealthSettings settings) => _probes = new(() => CallProbes(settings));

    /// <summary>
    /// Begins the warm-up. Settings and probes are fixed from here on, so call it after everything is registered and configured.
    /// </summary>
    public static void Begin(IServiceCollection services, IConfiguration configuration)
    {
        SettingsPart[] parts = [.. services.Where(s => s.ServiceType == typeof(SettingsPart)).Select(s => (SettingsPart)s.ImplementationInstance!)];
        var settings = new HealthSettings(configuration, parts);
        var warmUp = new WarmUp(settings);
        ThreadPool.UnsafeQueueUserWorkItem(warmUp, preferLocal: false);
        services.AddSingleton(settings).AddSingleton(_ => warmUp._probes.Value);
    }

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            _ = _probes.Value;
        }
#pragma warning disable CA1031 // It is thrown again to whatever needs what could not be made.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private static ProbeSet CallProbes(HealthSettings settings)
    {
        var probes = new ProbeSet(settings.Get<ProbeOptions>(), settings.Get<CheckOptions>(), TimeProvider.System);
        probes.WarmUp();
        return probes;
    }
}
