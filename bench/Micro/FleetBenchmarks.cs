using BenchmarkDotNet.Attributes;
using HealthFunction.Formats.History;
using HealthFunction.History.Fleet;
using HealthFunction.History.Recent;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;

namespace HealthFunction.Micro;

/// <summary>Ten regions of ten checks over 90 days, from the rows as they are kept to the answer.</summary>
public class FleetBenchmarks
{
    private const int Regions = 10;

    private readonly List<Row> _rows = [.. SampleDays.Make(91).SelectMany(day => day.Parts.Select(part => DayRow.From(day.Date, part)))];
    private readonly FleetReading _reading;

    public FleetBenchmarks() => _reading = Reading();

    [Benchmark(Description = "fleet: decoding 10 regions")]
    public object Decode() => Reading();

    [Benchmark(Description = "fleet: any, all and each, minute by minute")]
    public object Combine() => new FleetReading(_reading.Now, _reading.First, SampleDays.End.UtcDate(), _reading.Sources).Combined;

    [Benchmark(Description = "fleet: the answer of four windows")]
    public object Write() => FleetJson.Write(_reading, HistoryView.Periods, null, null);

    [Benchmark(Description = "fleet: what the page shows")]
    public object View() => FleetViewBuilder.Build(_reading);

    private FleetReading Reading()
    {
        var sources = Enumerable.Range(0, Regions).Select(i => new SourceReading(
            new FleetMember($"region{i}", HistoryReader.ToDays(_rows), FleetMember.NotKnown), SourceState.Read, SampleDays.End, null));
        return new FleetReading(SampleDays.End, SampleDays.End.AddDays(-90).AddMinutes(-1).UtcDate(), SampleDays.End.UtcDate(), [.. sources]);
    }
}
