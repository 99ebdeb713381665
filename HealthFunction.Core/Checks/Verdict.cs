namespace HealthFunction.Checks;

/// <summary>The state of a dependency, or of the deployment as a whole, after a run.</summary>
internal enum Verdict
{
    /// <summary>The dependency did what was asked.</summary>
    Up,

    /// <summary>It refused, failed, could not be connected to, or did not answer before the deadline.</summary>
    Down,

    /// <summary>The probe could not be carried out, so nothing is known of the dependency.</summary>
    Unknown,
}
