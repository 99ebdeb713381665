namespace HealthFunction.History.Days;

/// <summary>
/// One series as tagged sections. Sections with an unknown tag are kept and written back, so a later version can add to a day while
/// an app that has not been updated also writes it. The planned and the degraded minutes were added that way: an app that does not know
/// them writes them back unchanged.
/// </summary>
internal static class DaySeriesCodec
{
    private const int Name = 1;
    private const int MinuteBits = 2;
    private const int MinuteSpans = 3;
    private const int Runs = 4;
    private const int Latency = 5;
    private const int Errors = 6;
    private const int PlannedBits = 7;
    private const int PlannedSpans = 8;
    private const int DegradedBits = 9;
    private const int DegradedSpans = 10;

    public static byte[] Encode(DaySeries series)
    {
        var writer = new ByteWriter();
        var name = new ByteWriter();
        name.Text(series.Name);
        writer.Section(Name, name.Written);

        MinuteCodec.Write(writer, series.Minutes, MinuteBits, MinuteSpans);

        var runs = new ByteWriter();
        runs.Number(series.Runs.Up);
        runs.Number(series.Runs.Unknown);
        runs.Number(series.Runs.Down);
        writer.Section(Runs, runs.Written);

        if (series.Latency.Count > 0)
        {
            writer.Section(Latency, EncodeLatency(series.Latency));
        }

        if (!series.Errors.IsEmpty)
        {
            writer.Section(Errors, MinuteCodec.EncodeErrors(series.Errors));
        }

        if (series.Planned is { IsEmpty: false } planned)
        {
            MinuteCodec.Write(writer, planned, PlannedBits, PlannedSpans);
        }

        if (series.Degraded is { IsEmpty: false } degraded)
        {
            MinuteCodec.Write(writer, degraded, DegradedBits, DegradedSpans);
        }

        foreach (var other in series.Others)
        {
            writer.Section(other.Tag, other.Content);
        }

        return writer.Written.ToArray();
    }

    public static DaySeries Decode(ReadOnlySpan<byte> bytes)
    {
        string? name = null;
        MinuteMap? minutes = null;
        RunCounts runs = default;
        LatencyHistogram latency = new();
        ErrorMap errors = new();
        MinuteMap? planned = null;
        MinuteMap? degraded = null;
        List<DaySection>? others = null;

        var reader = new ByteReader(bytes);
        while (!reader.AtEnd)
        {
            var tag = reader.Int();
            var content = reader.Block();
            switch (tag)
            {
                case Name:
                    name = new ByteReader(content).Text();
                    break;
                case MinuteBits:
                    minutes = new MinuteMap(content);
                    break;
                case MinuteSpans:
                    minutes = MinuteCodec.DecodeSpans(content);
                    break;
                case Runs:
                    var counts = new ByteReader(content);
                    runs = new RunCounts(counts.Number(), counts.Number(), counts.Number());
                    break;
                case Latency:
                    DecodeLatency(content, latency);
                    break;
                case Errors:
                    MinuteCodec.DecodeErrors(content, errors);
                    break;
                case PlannedBits:
                    planned = new MinuteMap(content);
                    break;
                case PlannedSpans:
                    planned = MinuteCodec.DecodeSpans(content);
                    break;
                case DegradedBits:
                    degraded = new MinuteMap(content);
                    break;
                case DegradedSpans:
                    degraded = MinuteCodec.DecodeSpans(content);
                    break;
                default:
                    (others ??= []).Add(new DaySection(tag, content.ToArray()));
                    break;
            }
        }

        return new DaySeries(name ?? throw new InvalidDataException("A series of a day row has no name."))
        {
            Minutes = minutes ?? throw new InvalidDataException("A series of a day row has no minutes."),
            Runs = runs,
            Latency = latency,
            Errors = errors,
            Planned = planned,
            Degraded = degraded,
            Others = others ?? [],
        };
    }

    private static ReadOnlySpan<byte> EncodeLatency(LatencyHistogram latency)
    {
        var writer = new ByteWriter();
        var last = 0;
        foreach (var (bucket, count) in latency.Buckets())
        {
            writer.Number(bucket - last);
            writer.Number(count);
            last = bucket;
        }

        return writer.Written;
    }

    private static void DecodeLatency(ReadOnlySpan<byte> bytes, LatencyHistogram latency)
    {
        var reader = new ByteReader(bytes);
        if (!reader.AtEnd)
        {
            latency.Reserve(new ByteReader(bytes).Int(), LastBucket(bytes));
        }

        var bucket = 0;
        while (!reader.AtEnd)
        {
            bucket += reader.Int();
            latency.AddTo(bucket, reader.Number());
        }
    }

    private static int LastBucket(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var bucket = 0;
        while (!reader.AtEnd)
        {
            bucket += reader.Int();
            reader.Number();
        }

        return bucket;
    }
}
