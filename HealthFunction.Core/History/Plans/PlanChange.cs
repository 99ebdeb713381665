namespace HealthFunction.History.Plans;

/// <summary>One change of a plan that an operator asks for.</summary>
internal sealed record PlanChange
{
    public required PlanAction Action { get; init; }

    public required string PlanId { get; init; }

    /// <summary>Makes the plan from the one that there is; null if there is none. Returns null and a fault if it cannot be.</summary>
    public required Func<Plan?, (Plan? Plan, PlanFault? Fault)> Apply { get; init; }

    /// <summary>The name of the key or user.</summary>
    public required string By { get; init; }

    /// <summary>Where the request came from; null if that is unknown.</summary>
    public string? Address { get; init; }

    /// <summary>What the caller sent to find out whether it was sent before; null if nothing.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Stands for everything that was asked for.</summary>
    public required string Fingerprint { get; init; }
}

internal enum PlanAction
{
    Created,
    Changed,
    Ended,
}

/// <summary>Why a plan cannot be changed.</summary>
internal enum PlanFault
{
    /// <summary>There is no such plan.</summary>
    Unknown,

    /// <summary>It may be in a table that cannot be read now.</summary>
    NotKnownNow,

    /// <summary>It is over.</summary>
    Over,

    /// <summary>It has as many texts as a note can have, or there are as many plans as there can be.</summary>
    TooMany,

    /// <summary>Its kind does not have what is to be changed.</summary>
    NotOfItsKind,

    /// <summary>It would end before it begins, or last too long.</summary>
    WrongEnd,

    /// <summary>The same key came with another request before.</summary>
    OtherRequest,
}
