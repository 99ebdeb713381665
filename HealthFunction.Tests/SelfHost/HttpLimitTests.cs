using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.SelfHost;

public sealed class HttpLimitTests
{
    [Fact]
    public async Task More_than_maxOutstandingRequests_at_once_are_429()
    {
        var gate = new Gate();
        await using var host = await HostUnderTest.StartAsync<Functions>(
            Limits("\"maxOutstandingRequests\": 2, \"maxConcurrentRequests\": 1"), services => services.AddSingleton(gate));

        var running = host.SendAsync("GET", "/api/gated");
        await gate.Entered.WaitAsync(Patience.Token);
        var others = Enumerable.Range(0, 3).Select(_ => host.SendAsync("GET", "/api/gated")).ToList();
        using var turnedAway = await TakeFirstAsync(others);
        using var turnedAwayToo = await TakeFirstAsync(others);
        gate.Open.SetResult();
        using var waited = await TakeFirstAsync(others);
        using var ran = await running;
        using var after = await host.SendAsync("GET", "/api/gated");

        Assert.Equal((HttpStatusCode.TooManyRequests, 0), (turnedAway.StatusCode, turnedAway.Content.Headers.ContentLength));
        Assert.Equal(HttpStatusCode.TooManyRequests, turnedAwayToo.StatusCode);
        Assert.All(new[] { waited, ran, after }, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task No_more_than_maxConcurrentRequests_run_at_once_and_the_rest_wait()
    {
        var gate = new Gate();
        await using var host = await HostUnderTest.StartAsync<Functions>(
            Limits("\"maxConcurrentRequests\": 2"), services => services.AddSingleton(gate));

        var requests = Enumerable.Range(0, 8).Select(_ => host.SendAsync("GET", "/api/gated")).ToArray();
        await gate.Entered.WaitAsync(Patience.Token);
        await gate.Entered.WaitAsync(Patience.Token);
        gate.Open.SetResult();
        var answers = await Task.WhenAll(requests);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(2, gate.Most);
    }

    [Fact]
    public async Task A_function_that_outlives_functionTimeout_is_answered_for_and_its_token_cancelled()
    {
        var gate = new Gate();
        var time = new FakeTimeProvider();
        await using var host = await HostUnderTest.StartAsync<Functions>(
            """{"version": "2.0", "functionTimeout": "00:00:05"}""",
            services => services.AddSingleton(gate).AddSingleton<TimeProvider>(time));

        var request = host.SendAsync("GET", "/api/gated");
        await gate.Entered.WaitAsync(Patience.Token);
        while (!request.IsCompleted)
        {
            // The host arms its timer after the function has yielded, so one step may come too early.
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        using var answer = await request;
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(0, answer.Content.Headers.ContentLength);
        Assert.True(answer.Headers.ConnectionClose);
        await gate.Cancelled.Task.WaitAsync(Patience.Token);
        Assert.Contains(host.Logs.Entries, entry => entry.Level == LogLevel.Error && entry.Message.Contains("functionTimeout", StringComparison.Ordinal));
        gate.Open.SetResult();
    }

    private static string Limits(string members) => $$"""{"version": "2.0", "extensions": {"http": { {{members}} } } }""";

    private static async Task<HttpResponseMessage> TakeFirstAsync(List<Task<HttpResponseMessage>> requests)
    {
        var first = await Task.WhenAny(requests);
        requests.Remove(first);
        return await first;
    }

    internal sealed class Gate
    {
        private int _inside;

        public SemaphoreSlim Entered { get; } = new(0);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Most { get; private set; }

        public async Task PassAsync()
        {
            lock (Entered)
            {
                Most = Math.Max(Most, ++_inside);
            }

            Entered.Release();
            await Open.Task;
            await Task.Yield();
            lock (Entered)
            {
                _inside--;
            }
        }
    }

    internal sealed class Functions(Gate gate)
    {
        [Function("gated")]
        public async Task<HttpResponseData> Gated([HttpTrigger("get")] HttpRequestData request, FunctionContext context)
        {
            await using var registration = context.CancellationToken.Register(() => gate.Cancelled.TrySetResult());
            await gate.PassAsync();
            return request.CreateResponse();
        }
    }
}
