using HealthFunction.History.Fleet;
using HealthFunction.Http;

namespace HealthFunction.Formats.History;

/// <summary>The parameter <c>source</c>: one of the fleet's sources, in any letter case.</summary>
internal static class SourceQuery
{
    /// <returns>Null when the query names none, or one that there is not; the latter is refused.</returns>
    public static FleetSource? Read(QueryReader query, FleetReadings fleet)
    {
        var accepts = fleet.Sources.Count == 0
            ? "nothing here: no storage is configured for history"
            : $"one of {string.Join(", ", fleet.Sources.Select(source => source.Name))}";
        if (query.Text("source", accepts) is not { } name)
        {
            return null;
        }

        var found = fleet.Find(name);
        if (found is null)
        {
            query.Refuse("source", $"source accepts {accepts}.");
        }

        return found;
    }
}
