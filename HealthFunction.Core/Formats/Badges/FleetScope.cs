using HealthFunction.Http;

namespace HealthFunction.Formats.Badges;

/// <summary>One of the two series of the fleet.</summary>
internal enum FleetScope
{
    Any,
    All,
}

internal static class FleetScopes
{
    private const string Accepts = "any or all";

    public static string Of(FleetScope scope) => scope == FleetScope.Any ? "any" : "all";

    /// <summary>The parameter <c>fleet</c>; null when the query has none.</summary>
    public static FleetScope? Read(QueryReader query)
    {
        if (query.Text("fleet", Accepts) is not { } text)
        {
            return null;
        }

        foreach (var scope in Enum.GetValues<FleetScope>())
        {
            if (Of(scope).Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return scope;
            }
        }

        query.Refuse("fleet", $"fleet accepts {Accepts}.");
        return null;
    }
}
