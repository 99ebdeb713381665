namespace HealthFunction.History.Storage;

/// <summary>What one recording may hold, by the limits of Table storage.</summary>
internal static class RunLimits
{
    /// <summary>
    /// This many checks can be recorded whatever their results are. In the worst case (60 different errors, a different one each
    /// minute, latencies over the whole range, names of 100 characters) a check needs 7.2 KB in its day row and 0.25 KB in the run
    /// row, which is 9.8 KB on the wire; the limit of a transaction is 4 MiB. The limit of an entity is 1 MiB, which the run row
    /// would reach with 2,800 checks.
    /// </summary>
    public const int MaxChecks = 400;
}
