namespace HealthFunction.History;

/// <summary>Why a failure was expected when a run was made.</summary>
internal enum PlannedKind
{
    /// <summary>It was not: a failure then is one.</summary>
    None,

    /// <summary>An operator took this deployment out of rotation; its dependencies may be as well as ever.</summary>
    Drained,

    /// <summary>The run fell into a maintenance window.</summary>
    Maintenance,
}
