using HealthFunction.History.Days;
using HealthFunction.History.Storage;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

public sealed class DayCodecTests
{
    /// <summary>
    /// Written by the previous version: UP from 00:00, DOWN from 10:00, UNKNOWN at 10:12, UP from 10:13 to 11:40; overall and one check.
    /// </summary>
    private static readonly byte[] OldRow = Convert.FromHexString(
        "0101490101000306e1123306dd020404af05010c0506b301d8040a57062e021774696d6564206f75742061667465722032303030206d730d6e6f20637265"
        + "64656e7469616cd804000c010102015901111064617461626173652e64656661756c740306e1123306dd020404af05010c0506b301d8040a57062e0217"
        + "74696d6564206f75742061667465722032303030206d730d6e6f2063726564656e7469616cd804000c010102");

    [Fact]
    public void What_a_later_version_adds_to_a_day_is_written_back()
    {
        var series = new DaySeries("a") { Others = [new DaySection(90, [1, 2, 3]), new DaySection(91, [5])] };
        var bytes = DayCodec.Encode([series], [new DaySection(7, [4])]);
        var (read, others) = DayCodec.Decode(bytes);
        read[0].Add(0, MinuteState.Up, TimeSpan.Zero, null);

        var (again, stillOthers) = DayCodec.Decode(DayCodec.Encode(read, others));
        Assert.Equal([90, 91], again[0].Others.Select(other => other.Tag));
        Assert.Equal([[1, 2, 3], [5]], again[0].Others.Select(other => other.Content));
        Assert.Equal([4], Assert.Single(stillOthers).Content);
    }

    [Fact]
    public void A_row_from_before_plans_existed_is_read_and_written_back_byte_by_byte()
    {
        var (series, others) = DayCodec.Decode(OldRow);

        Assert.Equal(new MinuteCounts(687, 1, 12), series[1].Count(0, MinuteMap.Minutes));
        Assert.Equal("timed out after 2000 ms", series[1].Errors[605]);
        Assert.Equal(OldRow, DayCodec.Encode(series, others));
    }

    [Fact]
    public void Without_a_plan_a_row_is_the_same_as_before_plans_existed()
    {
        var (series, others) = DayCodec.Decode(OldRow);
        foreach (var one in series)
        {
            one.Add(800, MinuteState.Up, TimeSpan.FromMilliseconds(2), null, isPlanned: true);
        }

        Assert.All(series, one => Assert.Null(one.Planned));
        Assert.Equal([1, 3, 4, 5, 6], SectionTags(DaySeriesCodec.Encode(series[0])));
        Assert.Empty(others);
    }

    [Fact]
    public void A_planned_day_needs_a_few_bytes_more()
    {
        var (series, _) = DayCodec.Decode(OldRow);
        var before = DaySeriesCodec.Encode(series[1]).Length;
        for (var minute = 900; minute < 1140; minute++)
        {
            series[1].Add(minute, MinuteState.Down, TimeSpan.Zero, "connection refused", isPlanned: true);
        }

        var bytes = DaySeriesCodec.Encode(series[1]);
        Assert.InRange(bytes.Length, before, before + 50);
        Assert.Equal(new MinuteCounts(687, 1, 12, 240), DaySeriesCodec.Decode(bytes).Count(0, MinuteMap.Minutes));
    }

    [Fact]
    public void A_minute_in_which_an_app_without_plans_found_a_worse_state_is_no_longer_planned()
    {
        var series = new DaySeries("a");
        series.Add(5, MinuteState.Unknown, TimeSpan.Zero, "no credential", isPlanned: true);
        series.Add(6, MinuteState.Down, TimeSpan.Zero, "connection refused", isPlanned: true);

        // Such an app raises the state and writes the section back unchanged.
        series.Minutes.Raise(5, MinuteState.Down);
        var read = DaySeriesCodec.Decode(DaySeriesCodec.Encode(series));
        Assert.Equal((false, true), (read.IsPlanned(5), read.IsPlanned(6)));
        read.Add(5, MinuteState.Down, TimeSpan.Zero, "connection refused", isPlanned: true);
        Assert.False(read.IsPlanned(5));
        Assert.Equal(new MinuteCounts(0, 0, 1, 1), read.Count(0, MinuteMap.Minutes));
    }

    [Fact]
    public void A_degraded_day_needs_a_few_bytes_more_and_only_then()
    {
        var (series, _) = DayCodec.Decode(OldRow);
        series[1].Add(850, MinuteState.Up, TimeSpan.FromMilliseconds(2), null);
        var before = DaySeriesCodec.Encode(series[1]);
        for (var minute = 900; minute < 1140; minute++)
        {
            series[1].Add(minute, MinuteState.Up, TimeSpan.FromMilliseconds(2), null, isDegraded: true);
        }

        var bytes = DaySeriesCodec.Encode(series[1]);
        Assert.Equal([1, 3, 4, 5, 6], SectionTags(before));
        Assert.Equal([1, 3, 4, 5, 6, 10], SectionTags(bytes));
        Assert.InRange(bytes.Length, before.Length, before.Length + 30);
        Assert.Equal(240, DaySeriesCodec.Decode(bytes).Count(0, MinuteMap.Minutes).Degraded);
    }

    [Fact]
    public void A_minute_in_which_an_app_that_knows_no_degraded_found_a_failure_is_not_degraded()
    {
        var series = new DaySeries("a");
        series.Add(5, MinuteState.Up, TimeSpan.Zero, null, isDegraded: true);
        series.Add(6, MinuteState.Up, TimeSpan.Zero, null, isDegraded: true);

        // Such an app raises the state and writes the section back unchanged.
        series.Minutes.Raise(5, MinuteState.Down);
        var read = DaySeriesCodec.Decode(DaySeriesCodec.Encode(series));

        Assert.Equal((false, true), (read.IsDegraded(5), read.IsDegraded(6)));
        Assert.Equal(new MinuteCounts(1, 0, 1, 0, 1), read.Count(0, MinuteMap.Minutes));
    }

    [Fact]
    public void A_long_text_is_not_cut_inside_a_character()
    {
        var errors = new ErrorMap();
        errors.Set(0, new string('x', ErrorMap.MaxLength - 1) + "😀");
        Assert.Equal(new string('x', ErrorMap.MaxLength - 1), errors[0]);
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
        var long1 = new string('x', ErrorMap.MaxLength - 4);
        for (var minute = 0; minute < MinuteMap.Minutes; minute++)
        {
            var number = minute;
            day.Add(At(Noon.AddHours(-12).AddMinutes(minute), [.. Enumerable.Range(0, DayPart.MaxSeries - 1).Select(i =>
                Down($"{i}{new string('n', 90)}", $"{number}{long1}"))]));
            day.Add(At(Noon.AddHours(-12).AddMinutes(minute).AddSeconds(1), [.. Enumerable.Range(0, DayPart.MaxSeries - 1).Select(i =>
                Up($"{i}{new string('n', 90)}", Math.Pow(1.015, number % 1000)))]));
        }

        var part = Assert.Single(day.Parts);
        Assert.InRange(DayCodec.Encode(part.Series, []).Length, 1, 600_000);
        Assert.Equal(day.Series.Count(), DayRow.Read(DayRow.From(day.Date, part)).Series.Count);
    }

    private static List<int> SectionTags(byte[] series)
    {
        List<int> tags = [];
        var reader = new ByteReader(series);
        while (!reader.AtEnd)
        {
            tags.Add(reader.Int());
            reader.Block();
        }

        return tags;
    }
}
