namespace HealthFunction.History;

/// <summary>The rows from key <paramref name="From"/> up to and without key <paramref name="To"/>, as an index scan.</summary>
internal sealed record RowRange(string From, string To)
{
    /// <summary>At most 1,000, which is what null takes.</summary>
    public int? PageSize { get; init; }

    /// <summary>The columns to transfer; null takes all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>A further condition that the service applies to each row of the range.</summary>
    public string? Filter { get; init; }

    /// <summary>All rows of the days from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static RowRange Days(DateOnly first, DateOnly last) => new(RowKeys.Day(first), RowKeys.Day(last.AddDays(1)));
}
