using HealthFunction.History.Days;

namespace HealthFunction.Tests.History;

/// <summary>What the log says of a row that cannot be read.</summary>
public sealed class DamagedDayTests
{
    private static readonly byte[] Name = [1, 2, 1, (byte)'a'];
    private static readonly byte[] Minutes = [3, 1, 5];

    [Fact]
    public void A_row_of_a_later_version() =>
        Assert.Equal("A day row has version 2; this app reads version 1.", Message(() => DayCodec.Decode([2])));

    [Fact]
    public void A_row_without_a_byte() => Assert.Equal("A day row is cut short.", Message(() => DayCodec.Decode([])));

    [Fact]
    public void A_series_without_its_name_or_its_minutes()
    {
        Assert.Equal("A series of a day row has no name.", Message(() => DaySeriesCodec.Decode(Minutes)));
        Assert.Equal("A series of a day row has no minutes.", Message(() => DaySeriesCodec.Decode(Name)));
        Assert.Equal(MinuteState.Up, DaySeriesCodec.Decode([.. Name, .. Minutes]).Minutes[0]);
    }

    [Fact]
    public void A_peer_without_its_name_or_its_minutes()
    {
        Assert.Equal("A peer of a day row has no name.", Message(() => PeerMinutesCodec.Decode(Minutes)));
        Assert.Equal("A peer of a day row has no minutes.", Message(() => PeerMinutesCodec.Decode(Name)));
        Assert.Equal("a", PeerMinutesCodec.Decode([.. Name, .. Minutes]).Source);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1441)]
    public void Spans_that_are_no_part_of_a_day(int length) =>
        Assert.Equal("A day row has more minutes than a day.", Message(() => MinuteCodec.DecodeSpans(Span(length))));

    [Fact]
    public void Spans_may_fill_the_day_and_none_may_follow()
    {
        Assert.Equal(1440, MinuteCodec.DecodeSpans(Span(1440)).Count(0, 1440).Up);
        Assert.Equal(1440, MinuteCodec.DecodeSpans([.. Span(1), .. Span(1439)]).Count(0, 1440).Up);
        Assert.Equal("A day row has more minutes than a day.", Message(() => MinuteCodec.DecodeSpans([.. Span(1440), .. Span(1)])));
    }

    [Fact]
    public void An_error_that_is_not_among_the_texts()
    {
        var errors = new ErrorMap();
        MinuteCodec.DecodeErrors([1, 1, (byte)'x', 3, 1], errors);
        Assert.Equal(("x", "x", null), (errors[0], errors[2], errors[3]));

        Assert.Equal("A day row names an error that it does not hold.", Message(() => MinuteCodec.DecodeErrors([1, 1, (byte)'x', 3, 2], new ErrorMap())));
    }

    [Fact]
    public void Minutes_of_another_size() => Assert.Equal("A minute map has 360 bytes, not 359.", Message(() => _ = new MinuteMap(new byte[359])));

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(528, 1)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    public void Latencies_that_there_cannot_be(int bucket, long times) =>
        Assert.Equal($"A latency histogram has no bucket {bucket} that counts {times}.", Message(() => new LatencyHistogram().AddTo(bucket, times)));

    [Fact]
    public void Latencies_in_buckets_that_there_are_not()
    {
        Assert.Throws<InvalidDataException>(() => new LatencyHistogram().Reserve(-1, 5));
        Assert.Throws<InvalidDataException>(() => new LatencyHistogram().Reserve(5, 528));
        new LatencyHistogram().Reserve(0, 527);
    }

    private static string Message(Action read) => Assert.Throws<InvalidDataException>(read).Message;

    private static byte[] Span(int length)
    {
        var writer = new ByteWriter();
        writer.Number(((long)length << 2) | (long)MinuteState.Up);
        return writer.Written.ToArray();
    }
}
