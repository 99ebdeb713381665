namespace HealthFunction.History.Days;

/// <summary>
/// Encodes minutes as spans of equal minutes from midnight on: a quiet day has a few bytes. The minutes after the last span have no
/// data.
/// </summary>
internal static class MinuteCodec
{
    /// <summary>Writes a map as spans or, where that is longer, as its bits.</summary>
    public static void Write(ByteWriter writer, MinuteMap map, int bitsTag, int spansTag)
    {
        var spans = EncodeSpans(map);
        if (spans.Length < MinuteMap.Size)
        {
            writer.Section(spansTag, spans);
        }
        else
        {
            writer.Section(bitsTag, map.Bits);
        }
    }

    public static ReadOnlySpan<byte> EncodeSpans(MinuteMap map)
    {
        var writer = new ByteWriter();
        foreach (var (length, state) in Spans(minute => map[minute], MinuteState.NoData))
        {
            writer.Number(((long)length << 2) | (long)state);
        }

        return writer.Written;
    }

    public static MinuteMap DecodeSpans(ReadOnlySpan<byte> bytes)
    {
        var map = new MinuteMap();
        var reader = new ByteReader(bytes);
        var minute = 0;
        while (!reader.AtEnd)
        {
            var span = reader.Int();
            var end = End(minute, span >> 2);
            map.Fill(minute, end, (MinuteState)(span & 3));
            minute = end;
        }

        return map;
    }

    public static ReadOnlySpan<byte> EncodeErrors(ErrorMap errors)
    {
        var spans = Spans(minute => errors[minute], null).ToList();
        var texts = spans.Select(span => span.Value).OfType<string>().Distinct(StringComparer.Ordinal).ToList();

        var writer = new ByteWriter();
        writer.Number(texts.Count);
        foreach (var text in texts)
        {
            writer.Text(text);
        }

        foreach (var (length, text) in spans)
        {
            writer.Number(length);
            writer.Number(text is null ? 0 : texts.IndexOf(text) + 1);
        }

        return writer.Written;
    }

    public static void DecodeErrors(ReadOnlySpan<byte> bytes, ErrorMap errors)
    {
        var reader = new ByteReader(bytes);
        var texts = new List<string>();
        for (var count = reader.Int(); count > 0; count--)
        {
            texts.Add(reader.Text());
        }

        var minute = 0;
        while (!reader.AtEnd)
        {
            var end = End(minute, reader.Int());
            var index = reader.Int();
            if (index > texts.Count)
            {
                throw new InvalidDataException("A day row names an error that it does not hold.");
            }

            errors.Fill(minute, end, index == 0 ? null : texts[index - 1]);
            minute = end;
        }
    }

    private static int End(int minute, int length) => length > 0 && length <= MinuteMap.Minutes - minute
        ? minute + length
        : throw new InvalidDataException("A day row has more minutes than a day.");

    private static IEnumerable<(int Length, T Value)> Spans<T>(Func<int, T> valueOf, T empty)
    {
        var same = EqualityComparer<T>.Default;
        var start = 0;
        for (var minute = 1; minute <= MinuteMap.Minutes; minute++)
        {
            if (minute < MinuteMap.Minutes && same.Equals(valueOf(minute), valueOf(start)))
            {
                continue;
            }

            if (minute < MinuteMap.Minutes || !same.Equals(valueOf(start), empty))
            {
                yield return (minute - start, valueOf(start));
            }

            start = minute;
        }
    }
}
