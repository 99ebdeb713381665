namespace HealthFunction.History.Storage;

/// <summary>Rows of one kind that are removed when they are old.</summary>
/// <param name="Expired">Those that have expired at a time.</param>
internal sealed record ExpiringRows(Func<DateTimeOffset, RowRange> Expired)
{
    /// <summary>The key of the row that goes with another one; null when none does.</summary>
    public Func<string, string?>? Beside { get; init; }
}
