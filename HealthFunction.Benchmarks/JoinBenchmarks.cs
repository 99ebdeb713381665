using BenchmarkDotNet.Attributes;
using HealthFunction.Access;
using HealthFunction.Formats;
using HealthFunction.Functions;
using Microsoft.Extensions.Logging.Abstractions;

namespace HealthFunction.Benchmarks;

/// <summary>What a request costs that joins a run which others have asked for.</summary>
public class JoinBenchmarks
{
    private const int Requests = 1000;

    private readonly GatedCheck _check = new();
    private readonly Task[] _waiting = new Task[Requests];
    private BenchmarkedRunner _runner = null!;
    private HealthAnswers _answers = null!;
    private HealthEndpoint _endpoint = null!;

    [GlobalSetup]
    public void Start()
    {
        _runner = new BenchmarkedRunner(1, _check);
        _answers = new HealthAnswers(_runner.Runner, TimeSpan.Zero, TimeProvider.System);
        _endpoint = new HealthEndpoint(_answers, new AccessGate(new AccessOptions(), NullLogger<AccessGate>.Instance));
    }

    [GlobalCleanup]
    public void Stop() => _runner.Dispose();

    [Benchmark(Description = "the answer of a request that joins", OperationsPerInvoke = Requests)]
    public Task Answer() => JoinAsync(() => _answers.GetAsync(null, null, null).AsTask());

    [Benchmark(Description = "the function of a request that joins", OperationsPerInvoke = Requests)]
    public Task Function() => JoinAsync(() => _endpoint.RunAsync(new BenchmarkedRequest(), null));

    [Benchmark(Description = "of which the worker's response takes")]
    public object Response()
    {
        var response = new BenchmarkedRequest().CreateResponse();
        response.Headers.Add("Cache-Control", "no-store, no-cache");
        response.Headers.Add("Vary", "Accept");
        response.Headers.Add("Content-Type", "application/json");
        response.Headers.Add("Content-Length", "58");
        return response;
    }

    private Task JoinAsync(Func<Task> ask)
    {
        _check.Close();
        var first = _runner.Runner.RunAsync();
        for (var i = 0; i < Requests; i++)
        {
            _waiting[i] = ask();
        }

        _check.Open();
        return Task.WhenAll(Task.WhenAll(_waiting), first);
    }
}
