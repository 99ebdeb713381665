using Azure.Data.Tables;

namespace HealthFunction.History;

/// <summary>One page of rows; <paramref name="Continuation"/> is null when it is the last.</summary>
internal sealed record RowPage(IReadOnlyList<TableEntity> Rows, string? Continuation)
{
    public static RowPage Empty { get; } = new([], null);
}
