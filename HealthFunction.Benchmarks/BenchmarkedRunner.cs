using HealthFunction.Checks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Benchmarks;

/// <summary>The runner as the app composes it, over checks that are not probes.</summary>
internal sealed class BenchmarkedRunner : IDisposable
{
    private readonly IHost _host;

    public BenchmarkedRunner(int checks, IHealthCheck check)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Services.AddSingleton(new OutcomeJudge(text => text, withDetail: false));
        builder.Services.AddHealthRunner();
        var registrations = builder.Services.AddHealthChecks();
        for (var i = 0; i < checks; i++)
        {
            registrations.AddCheck($"check.{i}", check);
        }

        _host = builder.Build();
        Runner = _host.Services.GetRequiredService<HealthRunner>();
    }

    public HealthRunner Runner { get; }

    public void Dispose() => _host.Dispose();
}
