using BenchmarkDotNet.Attributes;

namespace HealthFunction.Micro;

/// <summary>The cost of a run without its checks.</summary>
public class RunnerBenchmarks
{
    private const int Callers = 32;

    private readonly Task[] _calls = new Task[Callers];
    private BenchmarkedRunner _runner = null!;

    [Params(1, 10, 50)]
    public int Checks { get; set; }

    [GlobalSetup]
    public void Start() => _runner = new BenchmarkedRunner(Checks, new InstantCheck());

    [GlobalCleanup]
    public void Stop() => _runner.Dispose();

    [Benchmark(Description = "a run")]
    public async Task<object> Run() => await _runner.Runner.RunAsync().ConfigureAwait(false);

    [Benchmark(Description = "32 callers at once")]
    public Task RunForMany()
    {
        for (var i = 0; i < Callers; i++)
        {
            _calls[i] = _runner.Runner.RunAsync();
        }

        return Task.WhenAll(_calls);
    }
}
