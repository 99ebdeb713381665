using BenchmarkDotNet.Attributes;
using HealthFunction.Checks;
using HealthFunction.Formats.Health;

namespace HealthFunction.Micro;

/// <summary>Each format's writer over ten checks.</summary>
public class FormatBenchmarks
{
    private readonly HealthReport _report = SampleReport.Make();

    [Benchmark(Description = "json")]
    public byte[] Json() => DefaultJson.Write(_report);

    [Benchmark(Description = "health+json")]
    public byte[] Health() => HealthJson.Write(_report);

    [Benchmark(Description = "ui")]
    public byte[] Ui() => UiJson.Write(_report);

    [Benchmark(Description = "openmetrics")]
    public byte[] Metrics() => OpenMetrics.Write(_report);

    [Benchmark(Description = "prometheus")]
    public byte[] Prometheus() => PrometheusText.Write(_report);
}
