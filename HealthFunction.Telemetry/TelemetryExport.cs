using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using HealthFunction.Checks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace HealthFunction.Telemetry;

/// <summary>
/// The OpenTelemetry SDK with only the app's own meter and source: the telemetry of client libraries contains hosts, users and URLs. Logs
/// are not exported. On Azure the host exports the logs that the worker passes to it, so a second path would duplicate them; and their
/// texts about failures are not from a closed vocabulary.
/// </summary>
internal static class TelemetryExport
{
    public static void Add(IServiceCollection services, TelemetrySettings settings, IConfiguration configuration)
    {
        services.AddOpenTelemetry()
            .ConfigureResource(resource => TelemetryResource.Describe(resource, configuration))
            .WithTracing(tracing => Trace(tracing, settings))
            .WithMetrics(metrics => Measure(metrics, settings));
        services.AddHostedService<TelemetryFlush>();
    }

    private static void Trace(TracerProviderBuilder tracing, TelemetrySettings settings)
    {
        tracing.AddSource(RunTelemetry.SourceName);
        if (!settings.HasSampler)
        {
            tracing.SetSampler(services => new ParentBasedSampler(new RunSampler(services.GetRequiredService<TimeProvider>())));
        }

        if (settings.HasOtlp)
        {
            tracing.AddOtlpExporter();
        }

        if (settings.Insights is not null)
        {
            // Not the package's AddAzureMonitor…: it adds live metrics, standard metrics and its own sampler.
            tracing.AddProcessor(_ => new BatchActivityExportProcessor(new AzureMonitorTraceExporter(Insights(settings))));
        }
    }

    private static void Measure(MeterProviderBuilder metrics, TelemetrySettings settings)
    {
        metrics.AddMeter(RunTelemetry.SourceName);
        if (settings.HasOtlp)
        {
            metrics.AddOtlpExporter();
        }

        if (settings.Insights is not null)
        {
            // Application Insights adds up what it receives, so it gets the changes since the last export.
            metrics.AddReader(_ => new PeriodicExportingMetricReader(new AzureMonitorMetricExporter(Insights(settings)))
            {
                TemporalityPreference = MetricReaderTemporalityPreference.Delta,
            });
        }
    }

    private static AzureMonitorExporterOptions Insights(TelemetrySettings settings) => new()
    {
        ConnectionString = settings.Insights,
        Credential = Credential(settings),

        // Telemetry that cannot be delivered is dropped: an instance's disk is small, and lost with it.
        DisableOfflineStorage = true,
    };

    /// <summary>
    /// Only the managed identity, as the host does with the same setting. The exporter fetches its tokens on its own thread, so the
    /// bounds of a probe's credential are not needed.
    /// </summary>
    private static ManagedIdentityCredential? Credential(TelemetrySettings settings) =>
        settings.InsightsByIdentity
            ? new ManagedIdentityCredential(settings.InsightsClientId is { } id
                ? ManagedIdentityId.FromUserAssignedClientId(id)
                : ManagedIdentityId.SystemAssigned)
            : null;
}
