using System.Diagnostics.Metrics;
using HealthFunction.Checks;
using HealthFunction.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Checks;

/// <summary>The real runner over the given checks, on a clock that only tests move.</summary>
internal sealed class RunnerHarness : IDisposable
{
    private readonly IHost _host;

    public RunnerHarness(
        Action<IHealthChecksBuilder> register,
        TimeSpan? timeout = null,
        bool withDetail = false,
        TimeProvider? time = null,
        string? drain = null,
        Dictionary<string, CheckTraits>? traits = null,
        IDrainPlans? plans = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(Log);
        builder.Logging.SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddSingleton(time ?? Time);
        builder.Services.AddCheckRunner();
        builder.Services.AddSingleton(new CheckTraitsBook(traits ?? []));
        builder.Services.AddSingleton(s => new OutcomeJudge(
            text => text.Replace("hunter2", "***", StringComparison.Ordinal),
            withDetail,
            s.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        builder.Services.AddSingleton(new CheckOptions
        {
            Timeout = timeout ?? TimeSpan.FromSeconds(2),
            Drain = drain is not null && DrainReason.TryParse(drain, out var reason) ? reason : null,
        });
        builder.Services.AddSingleton<IMeterFactory>(Meters);
        if (plans is not null)
        {
            builder.Services.AddSingleton(plans);
        }

        register(builder.Services.AddHealthChecks());
        _host = builder.Build();
        Runner = _host.Services.GetRequiredService<HealthRunner>();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public CollectingLoggerProvider Log { get; } = new();

    public TestMeters Meters { get; } = new();

    public HealthRunner Runner { get; }

    public void Stop() => _host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    public async Task<CheckOutcome> RunOneAsync() => Assert.Single((await Runner.RunAsync()).Checks);

    /// <summary>Advances the clock until the condition ends, however slow the machine is.</summary>
    public async Task WhileAsync(Func<bool> waiting)
    {
        while (waiting())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }

    public void Dispose() => _host.Dispose();
}
