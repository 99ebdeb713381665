using HealthFunction.History.Days;

namespace HealthFunction.History.Storage;

/// <summary>A part of a day as a row.</summary>
internal static class DayRow
{
    private const string Data = "Data";

    public static Row From(DateOnly date, DayPart part)
    {
        var row = new Row(RowKeys.DayPart(date, part.Number));
        row.PutLong(Data, DayCodec.Encode(part.Series, [.. part.Peers.Select(PeerMinutesCodec.Encode), .. part.Others]));
        return row;
    }

    /// <exception cref="InvalidDataException">The row is damaged, or of a version that cannot be read without loss.</exception>
    public static DayPart Read(Row row)
    {
        try
        {
            var (series, others) = DayCodec.Decode(row.LongBytes(Data));
            return new DayPart(RowKeys.DayPart(row.Key).Part)
            {
                Series = series,
                Peers = [.. others.Where(section => section.Tag == PeerMinutesCodec.Tag).Select(section => PeerMinutesCodec.Decode(section.Content))],
                Others = [.. others.Where(section => section.Tag != PeerMinutesCodec.Tag)],
                ETag = row.ETag,
            };
        }
        catch (Exception e) when (e is not InvalidDataException)
        {
            throw new InvalidDataException($"The day row {row.Key} cannot be read.", e);
        }
    }
}
