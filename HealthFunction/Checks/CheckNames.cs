using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Checks;

/// <summary>What checks may be called, and which names the endpoint keeps for itself.</summary>
internal static class CheckNames
{
    /// <summary>What all checks together are called where a group needs a name; no route has it.</summary>
    public const string All = "all";

    public const string Live = "live";
    public const string Ready = "ready";

    /// <summary>The check that a drained deployment has; kept for it in every deployment, so that none turns out undrainable.</summary>
    public const string Drain = "drain";

    public const int Longest = 100;

    /// <summary>The part of the key before its first dot, and the registration's tags.</summary>
    public static IEnumerable<string> GroupsOf(HealthCheckRegistration registration)
    {
        var dot = registration.Name.IndexOf('.', StringComparison.Ordinal);
        IEnumerable<string> prefix = dot > 0 ? [registration.Name[..dot]] : [];
        return prefix.Concat(registration.Tags).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    public static bool IsReserved(string name) =>
        name.Equals(Live, StringComparison.OrdinalIgnoreCase) || name.Equals(Ready, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a name can stand in a path and in a table key as it is.</summary>
    public static bool IsUsable(string name) =>
        name.Length is > 0 and <= Longest && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
