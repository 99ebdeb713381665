using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Checks;

/// <summary>The rules for names of checks, and the names that the endpoint reserves.</summary>
internal static class CheckNames
{
    /// <summary>The group of all checks, where a group needs a name; no route has it.</summary>
    public const string All = "all";

    /// <summary>The deployment as a whole, where a badge needs a name.</summary>
    public const string Overall = "overall";

    public const string Live = "live";
    public const string Ready = "ready";

    /// <summary>
    /// The entry that a drained deployment has among its checks. The name is reserved in every deployment, so that each can be drained.
    /// </summary>
    public const string Drain = "drain";

    /// <summary>The tag of checks that are known not to block their thread, such as the probes. It does not make a group.</summary>
    public const string NonBlocking = "healthfunction:non-blocking";

    /// <summary>The names that <see cref="IsReserved"/>, for messages.</summary>
    public const string ReservedNames = "live, ready, drain and overall";

    public const int MaxLength = 100;

    /// <summary>The part of the key before its first dot, and the registration's tags.</summary>
    public static IEnumerable<string> GroupsOf(HealthCheckRegistration registration)
    {
        var dot = registration.Name.IndexOf('.', StringComparison.Ordinal);
        IEnumerable<string> prefix = dot > 0 ? [registration.Name[..dot]] : [];
        return prefix.Concat(TagsOf(registration)).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The registration's tags that make groups.</summary>
    public static IEnumerable<string> TagsOf(HealthCheckRegistration registration) => registration.Tags.Where(t => t != NonBlocking);

    public static bool IsRoute(string name) =>
        name.Equals(Live, StringComparison.OrdinalIgnoreCase) || name.Equals(Ready, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether its code may block its thread, as any code of the app may.</summary>
    public static bool MayBlock(HealthCheckRegistration registration) => !registration.Tags.Contains(NonBlocking);

    /// <summary>Whether the name already means something other than a check or a group of checks.</summary>
    public static bool IsReserved(string name) =>
        IsRoute(name) || name.Equals(Drain, StringComparison.OrdinalIgnoreCase) || name.Equals(Overall, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a name can be used in a path and in a table key without escaping.</summary>
    public static bool IsUsable(string name) =>
        name.Length is > 0 and <= MaxLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
