using Azure;
using Azure.Data.Tables;

namespace HealthFunction.History;

/// <summary>One row of a day: up to <see cref="MostSeries"/> series.</summary>
internal sealed class DayPart(int number)
{
    /// <summary>
    /// A series takes some 200 bytes on a usual day and 16 KiB on the worst that can be thought of (another error each minute,
    /// latencies all over the range), so a row of 32 always fits into an entity.
    /// </summary>
    public const int MostSeries = 32;

    private const string Data = "Data";

    public int Number { get; } = number;

    public List<DaySeries> Series { get; private init; } = [];

    public List<DaySection> Others { get; private init; } = [];

    /// <summary>Null while the row is not in the table.</summary>
    public ETag? ETag { get; set; }

    public static DayPart Read(TableEntity entity)
    {
        var (series, others) = DayCodec.Decode(Columns.Bytes(entity, Data));
        return new DayPart(RowKeys.DayPart(entity.RowKey).Part) { Series = series, Others = others, ETag = entity.ETag };
    }

    public TableEntity ToEntity(string partition, DateOnly date)
    {
        var entity = new TableEntity(partition, RowKeys.DayPart(date, Number));
        Columns.Put(entity, Data, DayCodec.Encode(Series, Others));
        return entity;
    }
}
