using System.Net;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Worker;

/// <summary>The app's answers when its dependencies fail, when there are many callers, and when callers disconnect.</summary>
[Collection(nameof(OneWorker))]
public sealed class BreakableWorkerTests(BreakableWorker worker) : IAsyncLifetime
{
    private const int Crowd = 50;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await worker.StartAsync();

    public ValueTask DisposeAsync()
    {
        worker.Mend();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task All_up_is_200_and_may_not_be_cached()
    {
        using var response = await worker.App.Client.GetAsync(Route("api/health"), Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(BreakableWorker.AllUp, await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("no-store, no-cache", string.Join(", ", response.Headers.GetValues("Cache-Control")));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(BreakableWorker.AllUp.Length, response.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData(BreakableWorker.Database, "database")]
    [InlineData(BreakableWorker.Cache, "cache")]
    [InlineData(BreakableWorker.Table, "table")]
    public async Task One_dependency_down_is_503_for_GET_and_HEAD_but_not_for_requests_for_another(string check, string group)
    {
        worker.Proxy(check).Fault = Fault.Refuse;
        using var get = await worker.App.Client.GetAsync(Route("api/health"), Cancelled);
        using var head = await worker.App.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Route("api/health/" + group)), Cancelled);
        using var live = await worker.App.Client.GetAsync(Route("api/health/live"), Cancelled);
        using var other = await worker.App.Client.GetAsync(Route("api/health/endpoint.web"), Cancelled);
        worker.Proxy(check).Fault = Fault.None;
        var after = await worker.App.Client.GetStringAsync(Route("api/health"), Cancelled);

        var checks = BreakableWorker.AllUp.Split(",\"errors\"")[0].Replace($"\"{check}\":\"UP\"", $"\"{check}\":\"DOWN\"", StringComparison.Ordinal);
        Assert.Equal(
            $$"""{{checks}},"errors":{"{{check}}":"connection refused"},"status":"DOWN"}""",
            await get.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(
            [HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK, HttpStatusCode.OK],
            new[] { get, head, live, other }.Select(r => r.StatusCode));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Equal(BreakableWorker.AllUp, after);
    }

    [Fact]
    public async Task No_answer_and_no_log_of_the_host_contains_a_secret()
    {
        await worker.Redis.SendAsync("CONFIG", "SET", "requirepass", "another");
        worker.Proxy(BreakableWorker.Cache).CutExisting();
        worker.Proxy(BreakableWorker.Database).Fault = Fault.Garbage;
        worker.Proxy(BreakableWorker.Table).Fault = Fault.ResetOnAccept;
        var answers = await Task.WhenAll(new[] { "api/health", "api/health?format=health%2Bjson", "api/status", "api/health/cache" }.Select(AskAsync));
        await worker.App.WaitForLogAsync("Health check cache.default is Down: authentication failed");
        await worker.App.WaitForLogAsync("Health check database.default is Down");
        await worker.App.WaitForLogAsync("Health check table.default is Down");
        using var admin = await RedisConnection.OpenAsync(worker.Redis.Port, "another", Cancelled);
        await admin.SendAsync(Cancelled, "CONFIG", "SET", "requirepass", worker.Redis.Password);
        worker.Proxy(BreakableWorker.Database).Fault = worker.Proxy(BreakableWorker.Table).Fault = Fault.None;

        Assert.Contains("\"cache.default\":\"authentication failed\"", answers[0], StringComparison.Ordinal);
        worker.Secrets.AssertAbsent(string.Concat(answers) + worker.App.Said);
        Assert.Equal(BreakableWorker.AllUp, await AskAsync("api/health"));
    }

    [Fact]
    public async Task Many_callers_cause_one_run_at_a_time_and_no_answer_is_older_than_its_request()
    {
        await worker.Redis.ResetCommandCountsAsync();
        var before = worker.Endpoint.Asked;
        worker.Endpoint.Hold();
        var first = AskAsync("api/health");
        await worker.Endpoint.WhenHoldingAsync();
        var crowd = Enumerable.Range(0, Crowd).Select(_ => AskAsync("api/health")).ToArray();

        // Answered while all others wait.
        await AskAsync("api/health/live");
        var whileHeld = worker.Endpoint.Asked - before;
        worker.Endpoint.Release();
        var answers = await Task.WhenAll([first, .. crowd]);

        Assert.All(answers, answer => Assert.Equal(BreakableWorker.AllUp, answer));
        Assert.Equal(1, whileHeld);
        Assert.Equal(1, worker.Endpoint.MaxAtOnce);
        Assert.InRange(worker.Endpoint.Asked - before, 2, Crowd / 2);
        Assert.Equal(worker.Endpoint.Asked - before, await worker.Redis.ProbesAsync());
    }

    [Fact]
    public async Task A_caller_that_disconnects_ends_its_own_call_and_no_run()
    {
        worker.Endpoint.Hold();
        var leaving = await worker.App.BeginAsync("api/health");
        await worker.Endpoint.WhenHoldingAsync();
        var staying = AskAsync("api/health");

        leaving.Cancel();
        var left = await leaving.Result;
        using var answer = left.ToHttp();
        var whileHeld = staying.IsCompleted;
        var before = worker.Endpoint.Asked;
        worker.Endpoint.Release();

        // A caller that disconnected is not a failure to be investigated.
        Assert.True(left.IsSuccess, left.Fault);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.False(whileHeld);
        Assert.Equal(BreakableWorker.AllUp, await staying);
        Assert.Equal(before + 1, worker.Endpoint.Asked);
    }

    private static Uri Route(string path) => new(path, UriKind.Relative);

    private async Task<string> AskAsync(string path)
    {
        using var response = await worker.App.Client.GetAsync(Route(path), Cancelled);
        return await response.Content.ReadAsStringAsync(Cancelled);
    }
}
