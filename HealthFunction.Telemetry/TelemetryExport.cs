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
/// The OpenTelemetry SDK with the app's own meter and source and no others: what client libraries report holds hosts, users and
/// URLs. Logs are not exported: on Azure the host does that with those that the worker hands to it, and a second path would double
/// them; and they say of a failure what no closed vocabulary bounds.
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
            // Not the package's AddAzureMonitor…: those bring live metrics, standard metrics and a sampler of their own.
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
            // Application Insights adds up what it is sent, so it takes what is new since the last time.
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

        // What cannot be delivered is dropped: an instance's disk is small, and gone with it.
        DisableOfflineStorage = true,
    };

    /// <summary>
    /// The managed identity and nothing else, as the host does with the same setting. Its tokens are fetched on the exporter's
    /// own thread, so it needs none of the bounds that a probe's credential has.
    /// </summary>
    private static ManagedIdentityCredential? Credential(TelemetrySettings settings) =>
        settings.InsightsByIdentity
            ? new ManagedIdentityCredential(settings.InsightsClientId is { } id
                ? ManagedIdentityId.FromUserAssignedClientId(id)
                : ManagedIdentityId.SystemAssigned)
            : null;
}
