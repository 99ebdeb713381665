namespace HealthFunction.History.Storage;

/// <summary>The rows from key <paramref name="From"/> up to but not including key <paramref name="To"/>, as an index scan.</summary>
internal sealed record RowRange(string From, string To)
{
    /// <summary>At most 1,000; null means 1,000.</summary>
    public int? PageSize { get; init; }

    /// <summary>Whether only the keys are transferred.</summary>
    public bool KeysOnly { get; init; }

    public bool Holds(string key) => string.CompareOrdinal(key, From) >= 0 && string.CompareOrdinal(key, To) < 0;

    /// <summary>All rows of the days from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static RowRange Days(DateOnly first, DateOnly last) => new(RowKeys.Day(first), RowKeys.Day(last.AddDays(1)));
}

/// <summary>One page of a range; <paramref name="Continuation"/> is null when it is the last.</summary>
internal sealed record RowPage(IReadOnlyList<Row> Rows, string? Continuation)
{
    public static RowPage Empty { get; } = new([], null);
}
