using HealthFunction.History.Days;

namespace HealthFunction.History.Fleet;

/// <summary>
/// The two series of a fleet and those of its members, as days of which uptime, incidents and states are computed as of the days of one
/// source.
/// </summary>
/// <param name="Any">At least one member was UP: what a user can get.</param>
/// <param name="All">Every member was UP: the redundancy that is left.</param>
/// <param name="Members">Each member's own series, with the minutes DOWN in which the others saw that it cannot be reached.</param>
internal sealed record FleetDays(IReadOnlyList<Day> Any, IReadOnlyList<Day> All, IReadOnlyList<MemberDays> Members);

/// <summary>One member's own series.</summary>
/// <param name="Member">Whose.</param>
/// <param name="Days">In ascending order; days without data are left out.</param>
/// <param name="Sight">What the others saw of it, day by day from the first date on.</param>
internal sealed record MemberDays(FleetMember Member, IReadOnlyList<Day> Days, PeerSight Sight);
