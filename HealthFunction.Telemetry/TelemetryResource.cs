using HealthFunction.Checks;
using HealthFunction.Formats;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Resources;

namespace HealthFunction.Telemetry;

/// <summary>
/// The sender of the telemetry. The service is the site's name, which is also the role in the Functions host's telemetry; the region
/// distinguishes deployments of the same service. <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> win over both.
/// </summary>
internal static class TelemetryResource
{
    public static void Describe(ResourceBuilder resource, IConfiguration configuration)
    {
        var instance = configuration["WEBSITE_INSTANCE_ID"] is { Length: > 0 } id ? id : null;
        resource.Clear().AddService(
            configuration["WEBSITE_SITE_NAME"] is { Length: > 0 } site ? site : RunTelemetry.SourceName,
            serviceVersion: BuildInfo.Version,
            autoGenerateServiceInstanceId: instance is null,
            serviceInstanceId: instance);
        if (configuration["REGION_NAME"] is { Length: > 0 } region)
        {
            resource.AddAttributes([new("cloud.provider", "azure"), new("cloud.region", region)]);
        }

        resource.AddTelemetrySdk().AddEnvironmentVariableDetector();
    }
}
