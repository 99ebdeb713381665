namespace HealthFunction.History.Recent;

/// <summary>What stands behind a <see cref="HistoryView"/>.</summary>
internal enum HistoryState
{
    /// <summary>It was read.</summary>
    Read,

    /// <summary>It was read, and nothing is recorded yet.</summary>
    Empty,

    /// <summary>It cannot be read now; this is what was read before.</summary>
    Old,

    /// <summary>It cannot be read now.</summary>
    Unavailable,

    /// <summary>No storage is configured for it.</summary>
    NotKept,
}
