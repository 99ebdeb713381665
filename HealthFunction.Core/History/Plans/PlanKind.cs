namespace HealthFunction.History.Plans;

internal enum PlanKind
{
    /// <summary>Takes a deployment out of rotation.</summary>
    Drain,

    /// <summary>Announces a time in which failures are expected, once or again and again.</summary>
    Maintenance,

    /// <summary>A text for readers of the page and the feeds.</summary>
    Note,

    /// <summary>Says afterwards that failures were planned.</summary>
    Marking,
}

/// <summary>How far the people who work on an incident are.</summary>
internal enum NoteState
{
    Investigating,
    Identified,
    Monitoring,
    Resolved,
}
