using BenchmarkDotNet.Attributes;
using HealthFunction.History.Days;
using HealthFunction.History.Runs;

namespace HealthFunction.Micro;

/// <summary>The cost of changing a day's row for a recording, and of reading it.</summary>
public class DayRowBenchmarks
{
    private readonly Day _day = SampleDays.Make(1)[0];
    private readonly RecordedRun _run;
    private readonly byte[] _encoded;

    public DayRowBenchmarks()
    {
        _run = new SeedHistory.PlausibleHistory(SampleDays.Checks, seed: 2).Runs(_day.Date, SampleDays.End).First();
        _encoded = Encode();
    }

    [Benchmark(Description = "update a day with a run")]
    public object Update() => _day.Add(_run);

    [Benchmark(Description = "encode a day's row")]
    public byte[] Encode() => DayCodec.Encode(_day.Parts[0].Series, _day.Parts[0].Others);

    [Benchmark(Description = "decode a day's row")]
    public object Decode() => DayCodec.Decode(_encoded).Series;

    [Benchmark(Description = "merge two latency histograms")]
    public object Merge()
    {
        var merged = new LatencyHistogram();
        foreach (var series in _day.Series)
        {
            merged.Add(series.Latency);
        }

        return merged;
    }
}
