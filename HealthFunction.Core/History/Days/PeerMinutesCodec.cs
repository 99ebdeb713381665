namespace HealthFunction.History.Days;

/// <summary>What was seen of one peer as tagged sections, as <see cref="DaySeriesCodec"/> has them for a series.</summary>
internal static class PeerMinutesCodec
{
    /// <summary>The section's tag in a day row.</summary>
    public const int Tag = 2;

    private const int Source = 1;
    private const int MinuteBits = 2;
    private const int MinuteSpans = 3;

    public static DaySection Encode(PeerMinutes peer)
    {
        var writer = new ByteWriter();
        var source = new ByteWriter();
        source.Text(peer.Source);
        writer.Section(Source, source.Written);
        MinuteCodec.Write(writer, peer.Minutes, MinuteBits, MinuteSpans);
        foreach (var other in peer.Others)
        {
            writer.Section(other.Tag, other.Content);
        }

        return new DaySection(Tag, writer.Written.ToArray());
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static PeerMinutes Decode(ReadOnlySpan<byte> bytes)
    {
        string? source = null;
        MinuteMap? minutes = null;
        List<DaySection>? others = null;
        var reader = new ByteReader(bytes);
        while (!reader.AtEnd)
        {
            var tag = reader.Int();
            var content = reader.Block();
            switch (tag)
            {
                case Source:
                    source = new ByteReader(content).Text();
                    break;
                case MinuteBits:
                    minutes = new MinuteMap(content);
                    break;
                case MinuteSpans:
                    minutes = MinuteCodec.DecodeSpans(content);
                    break;
                default:
                    (others ??= []).Add(new DaySection(tag, content.ToArray()));
                    break;
            }
        }

        return new PeerMinutes(source ?? throw new InvalidDataException("A peer of a day row has no name."))
        {
            Minutes = minutes ?? throw new InvalidDataException("A peer of a day row has no minutes."),
            Others = others ?? [],
        };
    }
}
