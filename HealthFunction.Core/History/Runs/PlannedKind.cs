namespace HealthFunction.History.Runs;

/// <summary>Why a failure was expected when a run was made.</summary>
internal enum PlannedKind
{
    /// <summary>Not expected: a failure counts as one.</summary>
    None,

    /// <summary>An operator took this deployment out of rotation; its dependencies may be healthy.</summary>
    Drained,

    /// <summary>The run fell into a maintenance window.</summary>
    Maintenance,

    /// <summary>The run failed only because of checks that were in a maintenance window of their own.</summary>
    Checks,
}

/// <summary>The text of a <see cref="PlannedKind"/> in run rows and in answers.</summary>
internal static class PlannedText
{
    /// <summary>Null when nothing was planned.</summary>
    public static string? Of(PlannedKind planned) => planned switch
    {
        PlannedKind.Drained => "drained",
        PlannedKind.Maintenance => "maintenance",
        PlannedKind.Checks => "checks",
        _ => null,
    };

    /// <summary>Rows of earlier versions have no text, and a later version may have kinds that this one does not know.</summary>
    public static PlannedKind Read(string? text) => text switch
    {
        "drained" => PlannedKind.Drained,
        "maintenance" => PlannedKind.Maintenance,
        "checks" => PlannedKind.Checks,
        _ => PlannedKind.None,
    };
}
