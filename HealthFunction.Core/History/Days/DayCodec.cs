namespace HealthFunction.History.Days;

/// <summary>The content of a day row: a version, then tagged sections, most of them series; <see cref="PeerMinutesCodec"/> has those about peers.</summary>
internal static class DayCodec
{
    public const byte Version = 1;

    private const int Series = 1;

    public static byte[] Encode(IEnumerable<DaySeries> series, IEnumerable<DaySection> others)
    {
        var writer = new ByteWriter();
        writer.Byte(Version);
        foreach (var one in series)
        {
            writer.Section(Series, DaySeriesCodec.Encode(one));
        }

        foreach (var other in others)
        {
            writer.Section(other.Tag, other.Content);
        }

        return writer.Written.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, or of a version that cannot be read without loss.</exception>
    public static (List<DaySeries> Series, List<DaySection> Others) Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        if (reader.Byte() is var version && version != Version)
        {
            throw new InvalidDataException($"A day row has version {version}; this app reads version {Version}.");
        }

        List<DaySeries> series = [];
        List<DaySection> others = [];
        while (!reader.AtEnd)
        {
            var tag = reader.Int();
            var content = reader.Block();
            if (tag == Series)
            {
                series.Add(DaySeriesCodec.Decode(content));
            }
            else
            {
                others.Add(new DaySection(tag, content.ToArray()));
            }
        }

        return (series, others);
    }
}
