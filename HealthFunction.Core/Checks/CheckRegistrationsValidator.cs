using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HealthFunction.Checks;

/// <summary>
/// Finds names at start that would make an answer ambiguous: duplicates, names of routes, and names that a path cannot hold.
/// </summary>
internal sealed class CheckRegistrationsValidator : IValidateOptions<HealthCheckServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthCheckServiceOptions options)
    {
        List<string> faults = [.. NameFaults([.. options.Registrations.Select(r => r.Name)]), .. GroupFaults([.. options.Registrations])];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> NameFaults(IReadOnlyList<string> names) =>
    [
        .. names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Count() > 1)
            .Select(g => $"Health check \"{g.Key}\" is registered {g.Count()} times; a name can be used once."),
        .. names.Where(CheckNames.IsRoute)
            .Select(n => $"Health check \"{n}\" has the name of a route; \"{CheckNames.Live}\" and \"{CheckNames.Ready}\" are taken."),
        .. names.Where(n => CheckNames.Overall.Equals(n, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(n => $"Health check \"{n}\" has the name of the deployment's badge; choose another name."),
        .. names.Where(n => CheckNames.Drain.Equals(n, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(n => $"Health check \"{n}\" has the name of the check that a drained deployment has; choose another name."),
        .. names.Where(n => !CheckNames.IsUsable(n))
            .Select(n => $"Health check \"{n}\" has a name that cannot be a key; a name has 1 to {CheckNames.MaxLength} letters, digits, '_', '-' and '.'."),
    ];

    private static IEnumerable<string> GroupFaults(IReadOnlyList<HealthCheckRegistration> registrations)
    {
        var memberships = registrations
            .SelectMany(r => CheckNames.GroupsOf(r).Select(g => (Group: g, Check: r.Name)))
            .GroupBy(m => m.Group, m => m.Check, StringComparer.OrdinalIgnoreCase)
            .ToList();
        var names = registrations.Select(r => r.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. memberships.Where(g => CheckNames.IsReserved(g.Key))
                .Select(g => $"Health check \"{g.First()}\" belongs to a group \"{g.Key}\", by its tag or by what stands before the dot of its name, and that name is taken."),
            .. memberships.Where(g => names.Contains(g.Key))
                .Select(g => $"Health check \"{g.Key}\" has the name of the group that \"{g.First()}\" belongs to, by its tag or by what stands before the dot of its name."),
        ];
    }
}
