using HealthFunction.Checks;
using HealthFunction.Settings;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Probes;

/// <summary>The settings of checks that code registers.</summary>
internal sealed class RegisteredChecks
{
    public IReadOnlyList<RegisteredCheck> All { get; init; } = [];

    public static RegisteredChecks Read(SettingsSection health) => new() { All = [.. health.Children("Checks").Select(RegisteredCheck.Read)] };

    public CheckTraits? TraitsOf(string name) => Find(name)?.Traits;

    public void Apply(IEnumerable<HealthCheckRegistration> registrations)
    {
        foreach (var registration in registrations)
        {
            Find(registration.Name)?.Apply(registration);
        }
    }

    /// <param name="registrations">Those of code, after <see cref="Apply"/>.</param>
    /// <param name="defaultTimeout">The timeout of checks that have none of their own.</param>
    public IEnumerable<string> FindFaults(IReadOnlyList<HealthCheckRegistration> registrations, TimeSpan defaultTimeout)
    {
        foreach (var check in All)
        {
            var meant = registrations.Where(r => check.IsOf(r.Name)).ToList();
            var again = All.Where(other => other.IsOf(check.Key)).ToList();
            if (meant.Count == 0)
            {
                var names = registrations.Count == 0 ? "none" : string.Join(", ", registrations.Select(r => r.Name));
                yield return $"{check.Setting} names no check that code registers; there are: {names}.";
            }
            else if (meant.Count > 1)
            {
                yield return $"{check.Setting} fits several checks: {string.Join(", ", meant.Select(r => r.Name))}; names of checks with settings differ in more than '.', '-' and '_'.";
            }
            else if (again.Count > 1)
            {
                yield return EnvironmentDuplicates.Fault(check.Setting, again.Select(other => other.Setting));
            }
            else
            {
                foreach (var fault in check.FindFaults(meant[0], defaultTimeout))
                {
                    yield return fault;
                }
            }
        }
    }

    private RegisteredCheck? Find(string name) => All.FirstOrDefault(check => check.IsOf(name));
}
