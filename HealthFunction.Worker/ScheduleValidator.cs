using HealthFunction.History.Recording;
using HealthFunction.History.Storage;
using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.Worker;

/// <summary>
/// Reports a missing schedule if history is kept. Otherwise the host only logs that the function has an error, serves the other functions,
/// and nothing is ever recorded.
/// </summary>
internal sealed class ScheduleValidator(HealthSettings settings, IConfiguration configuration, IServiceProvider services)
    : IValidateOptions<HealthCheckServiceOptions>
{
    /// <summary>The setting that disables the function, with the separators of both operating systems.</summary>
    private static readonly string[] Switches =
        [$"AzureWebJobs.{TimerFunctions.RecordHistory}.Disabled", $"AzureWebJobs:{TimerFunctions.RecordHistory}:Disabled"];

    public ValidateOptionsResult Validate(string? name, HealthCheckServiceOptions options) =>
        // The storage settings can be used only if they have no fault.
        string.IsNullOrEmpty(configuration[TickSchedule.Setting])
        && !Switches.Any(IsOn)
        && settings.Faults.Count == 0
        && services.GetRequiredService<HistoryStore>().IsConfigured
            ? ValidateOptionsResult.Fail(TickSchedule.Missing)
            : ValidateOptionsResult.Success;

    /// <summary>As the host reads it.</summary>
    private bool IsOn(string setting) =>
        configuration[setting] is { } text && (text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase));
}
