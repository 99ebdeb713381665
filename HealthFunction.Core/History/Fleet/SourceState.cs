namespace HealthFunction.History.Fleet;

/// <summary>What is at hand of a source.</summary>
internal enum SourceState
{
    /// <summary>It was read.</summary>
    Read,

    /// <summary>It was read, and nothing was ever recorded.</summary>
    Empty,

    /// <summary>It cannot be read now; this is what was read before.</summary>
    Old,

    /// <summary>It cannot be read now, and nothing is at hand.</summary>
    Unreadable,
}
