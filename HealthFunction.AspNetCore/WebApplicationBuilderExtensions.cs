using HealthFunction.AspNetCore.Timers;
using HealthFunction.History.Recording;
using HealthFunction.Settings;
using HealthFunction.Surface;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

#pragma warning disable IDE0130 // Beside the builder that it extends, so that it is found without a using directive.
namespace Microsoft.AspNetCore.Builder;
#pragma warning restore IDE0130

/// <summary>Adds HealthFunction to an ASP.NET Core app.</summary>
public static class WebApplicationBuilderExtensions
{
    /// <summary>
    /// Adds the health endpoint, its page and its history, which a hosted service records at the times of <c>HistorySchedule</c>. The
    /// settings below <c>Health__</c> are validated when the host starts, with one failure of an
    /// <see cref="OptionsValidationException"/> for each fault.
    /// </summary>
    /// <returns>To add your own checks: they are part of every answer.</returns>
    public static IHealthChecksBuilder AddHealthFunction(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var checks = builder.Services.AddHealthFunctionCore();
        if (builder.Services.All(s => s.ServiceType != typeof(RecordingTimer)))
        {
            builder.Services
                .AddHealthOptions((health, configuration) => RecordingSchedule.Read(health, configuration))
                .AddSingleton(services => new RecordingTimer(
                    (due, retryCount, token) => services.GetRequiredService<HistoryTicks>().TickAsync(due, retryCount, token),
                    services.GetRequiredService<RecordingSchedule>,
                    services.GetRequiredService<TimeProvider>(),
                    services.GetRequiredService<ILogger<RecordingTimer>>()))
                .AddHostedService(services => services.GetRequiredService<RecordingTimer>());
        }

        return checks;
    }
}
