using HealthFunction.History.Days;

namespace HealthFunction.History.Fleet;

/// <summary>One source as a member of the fleet, and what is known of it.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Days">Its days at hand, in ascending order; days without data may be left out.</param>
/// <param name="Began">The first minute that it ever recorded. Before that it is no member, so a region that is new hides nothing of the past.</param>
internal sealed record FleetMember(string Source, IReadOnlyList<Day> Days, DateTimeOffset Began)
{
    /// <summary>When it began is not known, since it cannot be read: what it may hold counts as missing.</summary>
    public static readonly DateTimeOffset NotKnown = DateTimeOffset.MinValue;

    /// <summary>It has never recorded anything.</summary>
    public static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;
}
