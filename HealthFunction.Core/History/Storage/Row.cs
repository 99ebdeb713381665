using System.Globalization;
using Azure.Data.Tables;

namespace HealthFunction.History.Storage;

/// <summary>
/// One row of a source's partition. A value of an unexpected type means that this app did not write the row: an <see
/// cref="InvalidDataException"/>.
/// </summary>
internal sealed class Row(string key)
{
    private const int MaxColumnBytes = 60_000;
    private const int MaxColumnCharacters = 30_000;

    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    public string Key { get; } = key;

    /// <summary>The version of the row; null while it is not in the table.</summary>
    public string? ETag { get; init; }

    public IEnumerable<string> Columns => _values.Keys;

    /// <summary>Puts one value of a type that Table storage supports.</summary>
    public void Put(string column, object value) => _values[column] = value;

    /// <summary>Puts a text that may be longer than a column can hold (64 KiB); the rest goes into numbered columns.</summary>
    public void PutLong(string column, string value)
    {
        for (var (start, number) = (0, 0); start == 0 || start < value.Length; start += MaxColumnCharacters, number++)
        {
            _values[Name(column, number)] = value[start..Math.Min(start + MaxColumnCharacters, value.Length)];
        }
    }

    /// <inheritdoc cref="PutLong(string, string)"/>
    public void PutLong(string column, byte[] value)
    {
        for (var (start, number) = (0, 0); start == 0 || start < value.Length; start += MaxColumnBytes, number++)
        {
            _values[Name(column, number)] = value[start..Math.Min(start + MaxColumnBytes, value.Length)];
        }
    }

    /// <summary>Null when there is no such column.</summary>
    public string? Text(string column) => _values.TryGetValue(column, out var value) ? Typed<string>(column, value) : null;

    /// <summary>Null when there is no such column.</summary>
    public double? Number(string column) => _values.TryGetValue(column, out var value) ? Typed<double>(column, value) : null;

    public string LongText(string column) => string.Concat(Parts<string>(column));

    public byte[] LongBytes(string column) => Parts<byte[]>(column).ToList() is [var only] ? only : [.. Parts<byte[]>(column).SelectMany(part => part)];

    /// <summary>Copies the columns of another version of the row that this one does not have.</summary>
    public void KeepOthers(Row other, Predicate<string> isKept)
    {
        foreach (var (column, value) in other._values)
        {
            if (isKept(column))
            {
                _values.TryAdd(column, value);
            }
        }
    }

    public static Row From(TableEntity entity)
    {
        var row = new Row(entity.RowKey) { ETag = entity.ETag == default ? null : entity.ETag.ToString() };
        foreach (var (column, value) in entity)
        {
            // The service itself sets the keys, the timestamp and the ETag.
            if (value is not null && column is not ("PartitionKey" or "RowKey" or "Timestamp") && !column.StartsWith("odata.", StringComparison.Ordinal))
            {
                row._values[column] = value;
            }
        }

        return row;
    }

    public TableEntity ToEntity(string partition)
    {
        var entity = new TableEntity(partition, Key);
        foreach (var (column, value) in _values)
        {
            entity[column] = value;
        }

        return entity;
    }

    private IEnumerable<T> Parts<T>(string column)
    {
        for (var number = 0; _values.TryGetValue(Name(column, number), out var value); number++)
        {
            yield return Typed<T>(column, value);
        }
    }

    private T Typed<T>(string column, object value) => value is T typed
        ? typed
        : throw new InvalidDataException($"The column {column} of the row {Key} is of another type ({value.GetType().Name}).");

    private static string Name(string column, int number) =>
        number == 0 ? column : column + number.ToString(CultureInfo.InvariantCulture);
}
