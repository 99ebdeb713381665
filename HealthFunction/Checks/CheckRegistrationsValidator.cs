using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.Checks;

/// <summary>Finds names at start that would make an answer ambiguous: duplicates, reserved names, names no path can hold.</summary>
internal sealed class CheckRegistrationsValidator : IValidateOptions<HealthCheckServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthCheckServiceOptions options)
    {
        var names = options.Registrations.Select(r => r.Name).ToList();
        List<string> faults =
        [
            .. names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase)
                .Where(g => g.Count() > 1)
                .Select(g => $"Health check \"{g.Key}\" is registered {g.Count()} times; a name can be used once."),
            .. names.Where(CheckNames.IsReserved)
                .Select(n => $"Health check \"{n}\" has the name of a route; \"{CheckNames.Live}\" and \"{CheckNames.Ready}\" are taken."),
            .. names.Where(n => CheckNames.Drain.Equals(n, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(n => $"Health check \"{n}\" has the name of the check that a drained deployment has; it takes another name."),
            .. names.Where(n => !CheckNames.IsUsable(n))
                .Select(n => $"Health check \"{n}\" has a name that cannot be a key; a name takes 1 to {CheckNames.Longest} letters, digits, '_', '-' and '.'."),
        ];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
