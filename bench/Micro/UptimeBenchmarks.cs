using BenchmarkDotNet.Attributes;
using HealthFunction.History.Days;
using HealthFunction.History.Uptime;

namespace HealthFunction.Micro;

/// <summary>90 days of ten checks, from the bytes as they come out of the table to the view.</summary>
public class UptimeBenchmarks
{
    private static readonly Period NinetyDays = Period.TryParse("90d")!;

    private readonly List<Day> _days = SampleDays.Make(90);
    private readonly List<(DateOnly Date, byte[] Row)> _rows;

    public UptimeBenchmarks() => _rows = [.. _days.Select(d => (d.Date, DayCodec.Encode(d.Parts[0].Series, d.Parts[0].Others)))];

    [Benchmark(Description = "uptime of 90 days")]
    public object Compute() => new UptimeCalculator(_days, null).Compute(NinetyDays, SampleDays.End);

    [Benchmark(Description = "the same with decoding")]
    public object DecodeAndCompute()
    {
        List<Day> days = [.. _rows.Select(row => new Day(row.Date, [Part(row.Row)]))];
        return new UptimeCalculator(days, null).Compute(NinetyDays, SampleDays.End);
    }

    private static DayPart Part(byte[] row)
    {
        var part = new DayPart(0);
        part.Series.AddRange(DayCodec.Decode(row).Series);
        return part;
    }
}
