namespace HealthFunction.History;

/// <summary>What became of a transaction that the table answered.</summary>
internal enum SubmitOutcome
{
    Done,

    /// <summary>A row that was to be inserted exists; nothing was changed.</summary>
    RowExists,

    /// <summary>Another recorder changed or removed a row in between; nothing was changed.</summary>
    LostRace,
}
