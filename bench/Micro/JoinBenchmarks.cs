using BenchmarkDotNet.Attributes;
using HealthFunction.Surface;
using HealthFunction.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Micro;

/// <summary>The cost of a request that joins a run of other requests.</summary>
public class JoinBenchmarks
{
    private const int Requests = 1000;

    private readonly GatedCheck _check = new();
    private readonly Task[] _waiting = new Task[Requests];
    private BenchmarkedRunner _runner = null!;
    private HttpSurface _surface = null!;

    [GlobalSetup]
    public void Start()
    {
        _runner = new BenchmarkedRunner(1, _check);
        _surface = _runner.Services.GetRequiredService<HttpSurface>();
    }

    [GlobalCleanup]
    public void Stop() => _runner.Dispose();

    [Benchmark(Description = "the answer of a request that joins", OperationsPerInvoke = Requests)]
    public Task Answer() => JoinAsync(() => _surface.AnswerAsync(Routes.Health, new PlainRequest()).AsTask());

    [Benchmark(Description = "the function of a request that joins", OperationsPerInvoke = Requests)]
    public Task Function() => JoinAsync(() => HttpFunctions.HealthAsync(new BenchmarkedRequest(_runner.Services), null));

    [Benchmark(Description = "thereof the worker's response")]
    public object Response()
    {
        var response = new BenchmarkedRequest(_runner.Services).CreateResponse();
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
