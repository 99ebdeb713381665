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
}
