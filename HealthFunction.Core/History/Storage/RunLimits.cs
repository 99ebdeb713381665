namespace HealthFunction.History.Storage;

/// <summary>What one recording may hold, by the limits of Table storage.</summary>
internal static class RunLimits
{
    /// <summary>
    /// So many checks are recorded whatever they find. On the worst day that can be thought of (60 different errors, another one each
    /// minute, latencies all over the range, names of 100 characters) a check has 7.2 KB in its day row and 0.25 KB in the run row, which is
    /// 9.8 KB as it is sent; a transaction takes 4 MiB. An entity takes 1 MiB, which the run row would reach with 2,800 checks.
    /// </summary>
    public const int MaxChecks = 400;
}
