using HealthFunction.Checks;
using HealthFunction.Formats;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Resources;

namespace HealthFunction.Telemetry;

/// <summary>
/// Who sends telemetry. The site's name is the service, as it is the role in what the Functions host sends, and its region tells
/// deployments of the same service apart. <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> have the last word.
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
