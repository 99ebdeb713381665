using CsCheck;
using HealthFunction.History.Days;

namespace HealthFunction.Tests.History;

public sealed class MinuteMapTests
{
    [Fact]
    public void Filling_a_span_is_the_same_as_setting_its_minutes_one_by_one() =>
        Gen.Select(Gen.Int[0, MinuteMap.Minutes], Gen.Int[0, MinuteMap.Minutes], Gen.Int[0, 3]).Array[1, 8].Sample(spans =>
        {
            var (filled, set) = (new MinuteMap(), new MinuteMap());
            foreach (var (one, other, state) in spans)
            {
                var (from, to) = (Math.Min(one, other), Math.Max(one, other));
                filled.Fill(from, to, (MinuteState)state);
                for (var minute = from; minute < to; minute++)
                {
                    set.Set(minute, (MinuteState)state);
                }
            }

            return filled.Bits.SequenceEqual(set.Bits);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(719)]
    [InlineData(1439)]
    public void The_first_and_the_last_minute_with_data_are_found_wherever_they_are(int minute)
    {
        var map = new MinuteMap();
        map.Set(minute, MinuteState.Up);

        Assert.Equal((minute, minute), (map.FirstRecorded(), map.LastRecorded()));
        Assert.Equal((minute, -1), (map.FirstRecorded(minute), map.FirstRecorded(minute + 1)));
        Assert.False(map.IsEmpty);
    }

    [Fact]
    public void Without_data_there_is_neither() =>
        Assert.Equal((-1, -1, true), (new MinuteMap().FirstRecorded(), new MinuteMap().LastRecorded(), new MinuteMap().IsEmpty));

    [Fact]
    public void A_minute_is_raised_to_a_worse_state_and_never_lowered()
    {
        var map = new MinuteMap();
        map.Raise(7, MinuteState.Unknown);
        map.Raise(7, MinuteState.Up);
        Assert.Equal(MinuteState.Unknown, map[7]);
        map.Raise(7, MinuteState.Down);
        Assert.Equal((MinuteState.NoData, MinuteState.Down, MinuteState.NoData), (map[6], map[7], map[8]));
    }

    [Fact]
    public void Where_spans_are_not_shorter_the_bits_are_written()
    {
        // Four minutes each: 360 spans of one byte, which is what the bits need.
        var map = new MinuteMap();
        for (var minute = 0; minute < MinuteMap.Minutes; minute++)
        {
            map.Set(minute, (minute / 4) % 2 == 0 ? MinuteState.Up : MinuteState.Down);
        }

        Assert.Equal(2, TagOf(map));
        map.Fill(0, 8, MinuteState.Up);
        Assert.Equal(3, TagOf(map));
    }

    [Fact]
    public void Counts_of_two_spans_add_up_in_every_state()
    {
        var both = new MinuteCounts(Up: 1, Unknown: 2, Down: 4, Planned: 8, Degraded: 1) + new MinuteCounts(Up: 16, Unknown: 32, Down: 64, Planned: 128, Degraded: 3);

        Assert.Equal(new MinuteCounts(Up: 17, Unknown: 34, Down: 68, Planned: 136, Degraded: 4), both);
        Assert.Equal(255, both.Recorded);
    }

    private static int TagOf(MinuteMap map)
    {
        var writer = new ByteWriter();
        MinuteCodec.Write(writer, map, bitsTag: 2, spansTag: 3);
        return new ByteReader(writer.Written).Int();
    }
}
