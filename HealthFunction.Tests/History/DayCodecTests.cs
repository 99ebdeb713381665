using HealthFunction.History;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

public sealed class DayCodecTests
{
    [Fact]
    public void What_a_later_version_adds_to_a_day_is_written_back()
    {
        var series = new DaySeries("a") { Others = [new DaySection(9, [1, 2, 3])] };
        var bytes = DayCodec.Encode([series], [new DaySection(7, [4])]);
        var (read, others) = DayCodec.Decode(bytes);
        read[0].Add(0, MinuteState.Up, TimeSpan.Zero, null);

        var (again, stillOthers) = DayCodec.Decode(DayCodec.Encode(read, others));
        Assert.Equal(9, Assert.Single(again[0].Others).Tag);
        Assert.Equal([1, 2, 3], again[0].Others[0].Content);
        Assert.Equal([4], Assert.Single(stillOthers).Content);
    }

    [Fact]
    public void Another_version_is_not_read() =>
        Assert.Throws<InvalidDataException>(() => DayCodec.Decode([DayCodec.Version + 1]));

    [Fact]
    public void A_quiet_day_of_ten_checks_is_small()
    {
        var day = new Day(new DateOnly(2026, 3, 14), []);
        var names = Enumerable.Range(0, 10).Select(i => $"database.number{i}").ToArray();
        for (var minute = 0; minute < MinuteMap.Minutes; minute++)
        {
            day.Add(At(Noon.AddHours(-12).AddMinutes(minute), [.. names.Select((name, i) => Up(name, 1 + ((minute * (i + 7)) % 100 / 50.0)))]));
        }

        Assert.InRange(DayCodec.Encode(day.Series, []).Length, 1, 2048);
    }

    [Fact]
    public void The_worst_day_row_fits_into_an_entity()
    {
        var day = new Day(new DateOnly(2026, 3, 14), []);
        var long1 = new string('x', ErrorMap.LongestText - 4);
        for (var minute = 0; minute < MinuteMap.Minutes; minute++)
        {
            var number = minute;
            day.Add(At(Noon.AddHours(-12).AddMinutes(minute), [.. Enumerable.Range(0, DayPart.MostSeries - 1).Select(i =>
                Down($"{i}{new string('n', 90)}", $"{number}{long1}"))]));
            day.Add(At(Noon.AddHours(-12).AddMinutes(minute).AddSeconds(1), [.. Enumerable.Range(0, DayPart.MostSeries - 1).Select(i =>
                Up($"{i}{new string('n', 90)}", Math.Pow(1.015, number % 1000)))]));
        }

        var part = Assert.Single(day.Parts);
        Assert.InRange(DayCodec.Encode(part.Series, []).Length, 1, 600_000);
        Assert.Equal(day.Series.Count(), DayPart.Read(part.ToEntity("p", day.Date)).Series.Count);
    }
}
