using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HealthFunction.Settings;

/// <summary>Validates all options before the host starts, so that a wrong setting gives clear lines and no stack trace.</summary>
internal static class StartUpFaults
{
    /// <summary>Writes each fault to standard error.</summary>
    /// <returns>Whether there are any, so that the host cannot start.</returns>
    public static async Task<bool> ReportAsync(IHost host)
    {
        var faults = Find(host);
        foreach (var fault in faults)
        {
            await Console.Error.WriteLineAsync($"error: {fault}").ConfigureAwait(false);
        }

        return faults.Count > 0;
    }

    /// <summary>A line for each fault; empty when the host may start.</summary>
    public static IReadOnlyList<string> Find(IHost host)
    {
        try
        {
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures.Distinct()];
        }
        catch (AggregateException e) when (e.InnerExceptions.All(i => i is OptionsValidationException))
        {
            return [.. e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(i => i.Failures).Distinct()];
        }
    }
}
