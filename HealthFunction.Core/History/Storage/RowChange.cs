using Azure;
using Azure.Data.Tables;

namespace HealthFunction.History.Storage;

/// <summary>What a transaction does to one row.</summary>
internal sealed class RowChange
{
    private readonly TableTransactionActionType _type;
    private readonly Row _row;
    private readonly ETag _etag;

    private RowChange(TableTransactionActionType type, Row row, ETag etag)
    {
        _type = type;
        _row = row;
        _etag = etag;
    }

    /// <summary>Adds the row; the transaction fails when it exists.</summary>
    public static RowChange Add(Row row) => new(TableTransactionActionType.Add, row, default);

    /// <summary>Adds the row, or replaces the version that was read; fails if the row has another version.</summary>
    /// <param name="row">The row to write.</param>
    /// <param name="etag">The version that was read; null when there was none.</param>
    public static RowChange Save(Row row, string? etag) =>
        etag is null ? Add(row) : new(TableTransactionActionType.UpdateReplace, row, new ETag(etag));

    /// <summary>Removes the row, whatever it holds; fails if it does not exist.</summary>
    public static RowChange Delete(string key) => new(TableTransactionActionType.Delete, new Row(key), ETag.All);

    /// <summary>Removes this version of the row; fails if it has another.</summary>
    public static RowChange Delete(string key, string etag) => new(TableTransactionActionType.Delete, new Row(key), new ETag(etag));

    /// <summary>Writes the row, whatever it held before.</summary>
    public static RowChange Put(Row row) => new(TableTransactionActionType.UpsertReplace, row, default);

    public TableTransactionAction ToAction(string partition) => new(_type, _row.ToEntity(partition), _etag);
}
