using HealthFunction.Surface;
using HealthFunction.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

#pragma warning disable IDE0130 // Beside the builder that it extends, so that it is found without a using directive.
namespace Microsoft.Azure.Functions.Worker.Builder;
#pragma warning restore IDE0130

/// <summary>Adds HealthFunction to an Azure Functions app.</summary>
public static class FunctionsApplicationBuilderExtensions
{
    /// <summary>
    /// Adds the health endpoint, its page and its history. The functions themselves come with the package. The settings below
    /// <c>Health__</c> are validated when the host starts, with one failure of an <see cref="OptionsValidationException"/> for each fault.
    /// </summary>
    /// <returns>To add your own checks: they are part of every answer.</returns>
    public static IHealthChecksBuilder AddHealthFunction(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var checks = builder.Services.AddHealthFunctionCore();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HealthCheckServiceOptions>, ScheduleValidator>());
        return checks;
    }
}
