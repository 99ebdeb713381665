namespace HealthFunction.History.Runs;

/// <summary>
/// What a recorder saw of a peer in one minute. The values are stored, and the largest stands where there are several: any doubt is
/// in the peer's favour.
/// </summary>
internal enum PeerState : byte
{
    /// <summary>Nothing was recorded of it.</summary>
    NotWatched = 0,

    /// <summary>No connection could be made, or its <c>live</c> did not answer.</summary>
    Unreachable = 1,

    /// <summary>
    /// The call says nothing of the peer: something in front refused it (401, 403), another page answered, or its name or its
    /// certificate is wrong. That is a setting to mend.
    /// </summary>
    CannotBeWatched = 2,

    /// <summary>Its <c>live</c> answered.</summary>
    Reached = 3,
}
