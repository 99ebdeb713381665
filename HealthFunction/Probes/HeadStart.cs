using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HealthFunction.Probes;

/// <summary>
/// Reads the settings and calls every probe once while the host is still being built. Compiling the client libraries and
/// connecting takes most of a cold instance's first answer, and that has a deadline; a processor that was busy with it has
/// called dependencies down that were up.
/// </summary>
internal sealed class HeadStart : IThreadPoolWorkItem
{
    private readonly HealthOptionsFactory _settings;
    private readonly Lazy<ProbeSet> _probes;

    private HeadStart(IConfiguration configuration)
    {
        _settings = new(new Lazy<HealthOptions>(() => HealthOptionsReader.Read(configuration)));
        _probes = new(CallProbes);
    }

    /// <summary>Begins. From here on the settings and the probes are these.</summary>
    public static IServiceCollection Add(IServiceCollection services, IConfiguration configuration)
    {
        var start = new HeadStart(configuration);
        ThreadPool.UnsafeQueueUserWorkItem(start, preferLocal: false);
        return services
            .AddSingleton<IOptionsFactory<HealthOptions>>(start._settings)
            .AddSingleton(_ => start._probes.Value);
    }

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            _ = _probes.Value;
        }
#pragma warning disable CA1031 // It is thrown again to whoever asks for what could not be made.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private ProbeSet CallProbes()
    {
        var probes = new ProbeSet(_settings.Create(Options.DefaultName), TimeProvider.System);
        probes.CallEarly();
        return probes;
    }
}
