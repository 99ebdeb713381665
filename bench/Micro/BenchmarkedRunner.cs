using HealthFunction.Checks;
using HealthFunction.Surface;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Micro;

/// <summary>The runner as the app composes it, over checks that are not probes.</summary>
internal sealed class BenchmarkedRunner : IDisposable
{
    private readonly IHost _host;

    public BenchmarkedRunner(int checks, IHealthCheck check)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        var registrations = builder.Services.AddHealthFunctionCore();
        for (var i = 0; i < checks; i++)
        {
            registrations.AddCheck($"check.{i}", check);
        }

        _host = builder.Build();
        Runner = _host.Services.GetRequiredService<HealthRunner>();
    }

    public IServiceProvider Services => _host.Services;

    public HealthRunner Runner { get; }

    public void Dispose() => _host.Dispose();
}
