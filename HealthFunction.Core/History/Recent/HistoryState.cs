namespace HealthFunction.History.Recent;

/// <summary>Where the data of a <see cref="HistoryView"/> comes from.</summary>
internal enum HistoryState
{
    /// <summary>It was read.</summary>
    Read,

    /// <summary>It was read, and nothing is recorded yet.</summary>
    Empty,

    /// <summary>It cannot be read now; the view shows an earlier read.</summary>
    Old,

    /// <summary>It cannot be read now.</summary>
    Unavailable,

    /// <summary>No storage is configured.</summary>
    NotKept,
}
