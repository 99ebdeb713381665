using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.SelfHost;

public sealed class HttpRequestTests
{
    [Fact]
    public async Task A_function_sees_the_request_as_it_was_sent()
    {
        var seen = new Seen();
        await using var host = await HostUnderTest.StartAsync<Functions>(services: services => services.AddSingleton(seen));
        await using var connection = await RawConnection.OpenAsync(host.Address());

        await connection.SendAsync(
            "GET /api/look/at%20me?a=1&b=x%26y HTTP/1.1\r\nHost: example.test:81\r\nCookie: k=v; l=w\r\nX-Two: 1\r\nX-Two: 2\r\n"
            + "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nConnection: close\r\n\r\n");
        _ = await connection.ReadToEndAsync();

        Assert.Equal("http://example.test:81/api/look/at%20me?a=1&b=x%26y", seen.Request!.Url.AbsoluteUri);
        Assert.Equal("x&y", seen.Request.Query["b"]);
        Assert.Equal(["1", "2"], seen.Request.Headers.GetValues("x-two"));
        Assert.Equal([("k", "v"), ("l", "w")], seen.Cookies!);
        Assert.Equal("at me", seen.Data!["name"]);
        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", seen.TraceParent);
        Assert.Equal("look", seen.Request.FunctionContext.FunctionDefinition.Name);
    }

    [Fact]
    public async Task A_request_without_a_host_still_has_a_URL()
    {
        var seen = new Seen();
        await using var host = await HostUnderTest.StartAsync<Functions>(services: services => services.AddSingleton(seen));
        await using var connection = await RawConnection.OpenAsync(host.Address());

        await connection.SendAsync("GET /api/look/up HTTP/1.0\r\n\r\n");
        _ = await connection.ReadToEndAsync();

        Assert.Equal($"http://localhost:{host.Address().Port}/api/look/up", seen.Request!.Url.AbsoluteUri);
    }

    [Fact]
    public async Task The_body_is_there_before_all_of_it_has_been_sent()
    {
        var seen = new Seen();
        await using var host = await HostUnderTest.StartAsync<Functions>(services: services => services.AddSingleton(seen));
        await using var connection = await RawConnection.OpenAsync(host.Address());

        await connection.SendAsync("POST /api/firstbyte HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nA");
        await seen.FirstByte.Task.WaitAsync(Patience.Token);
        await connection.SendAsync("B");

        Assert.EndsWith("\r\n\r\nAB", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_invocation_has_a_scope_and_an_id_of_its_own()
    {
        var seen = new Seen();
        await using var host = await HostUnderTest.StartAsync<Functions>(
            services: services => services.AddSingleton(seen).AddScoped<Scoped>());

        var first = await host.Client.GetStringAsync("/api/scope", Patience.Token);
        var second = await host.Client.GetStringAsync("/api/scope", Patience.Token);

        Assert.NotEqual(first, second);
        Assert.Equal(2, seen.Scopes.Count);
        await Task.WhenAll(seen.Scopes.Select(scope => scope.Disposed.Task)).WaitAsync(Patience.Token);
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_the_functions_token_and_is_no_error()
    {
        var seen = new Seen();
        await using var host = await HostUnderTest.StartAsync<Functions>(services: services => services.AddSingleton(seen));

        await using (var connection = await RawConnection.OpenAsync(host.Address()))
        {
            await connection.SendAsync("GET /api/waits HTTP/1.1\r\nHost: x\r\n\r\n");
            await seen.FirstByte.Task.WaitAsync(Patience.Token);
        }

        await seen.Cancelled.Task.WaitAsync(Patience.Token);
        await host.Host.StopAsync(Patience.Token);
        Assert.DoesNotContain(host.Logs.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData("POST /api/firstbyte HTTP/1.1\r\nHost: x\r\nContent-Length: 10485761\r\n\r\n", "HTTP/1.1 413 ")]
    [InlineData("GET api/scope HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET /api/scope HTTP/1.1\r\n\r\n", "HTTP/1.1 400 ")]
    [InlineData("GET /api/scope HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", "HTTP/1.1 400 ")]
    public async Task A_request_that_is_wrong_is_answered_4xx(string request, string answer)
    {
        await using var host = await HostUnderTest.StartAsync<Functions>(services: services => services.AddSingleton(new Seen()));
        await using var connection = await RawConnection.OpenAsync(host.Address());

        await connection.SendAsync(request);

        Assert.StartsWith(answer, await connection.ReadToAsync("\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20_000, 0, HttpStatusCode.RequestUriTooLong)]
    [InlineData(0, 40_000, HttpStatusCode.RequestHeaderFieldsTooLarge)]
    public async Task A_request_that_is_too_long_is_answered_4xx(int path, int header, HttpStatusCode status)
    {
        await using var host = await HostUnderTest.StartAsync<Functions>(services: services => services.AddSingleton(new Seen()));
        await using var connection = await RawConnection.OpenAsync(host.Address());

        await connection.SendAsync($"GET /{new string('a', path)} HTTP/1.1\r\nHost: x\r\nX-Long: {new string('a', header)}\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {(int)status} ", await connection.ReadToAsync("\r\n"), StringComparison.Ordinal);
    }

    internal sealed class Seen
    {
        public HttpRequestData? Request { get; set; }

        public List<(string, string)>? Cookies { get; set; }

        public IReadOnlyDictionary<string, object?>? Data { get; set; }

        public string? TraceParent { get; set; }

        public List<Scoped> Scopes { get; } = [];

        public TaskCompletionSource FirstByte { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal sealed class Scoped : IDisposable
    {
        public TaskCompletionSource Disposed { get; } = new();

        public void Dispose() => Disposed.TrySetResult();
    }

    internal sealed class Functions(Seen seen)
    {
        [Function("look")]
        public HttpResponseData Look([HttpTrigger("get", Route = "look/{name}")] HttpRequestData request, FunctionContext context)
        {
            // Read now: what the request says is not there after its answer.
            seen.Request = request;
            seen.Cookies = [.. request.Cookies.Select(cookie => (cookie.Name, cookie.Value))];
            seen.Data = context.BindingContext.BindingData;
            seen.TraceParent = context.TraceContext.TraceParent;
            _ = (request.Url, request.Headers);
            Assert.Same(context, request.FunctionContext);
            return request.CreateResponse();
        }

        [Function("firstbyte")]
        public async Task<HttpResponseData> FirstByte([HttpTrigger("post")] HttpRequestData request)
        {
            var first = new byte[1];
            await request.Body.ReadExactlyAsync(first);
            seen.FirstByte.SetResult();
            var rest = await request.ReadAsStringAsync();
            var response = request.CreateResponse();
            await response.WriteStringAsync((char)first[0] + rest);
            return response;
        }

        [Function("scope")]
        public async Task<HttpResponseData> Scope([HttpTrigger("get")] HttpRequestData request, FunctionContext context)
        {
            var scoped = context.InstanceServices.GetRequiredService<Scoped>();
            Assert.Same(scoped, context.InstanceServices.GetRequiredService<Scoped>());
            seen.Scopes.Add(scoped);
            Assert.False(scoped.Disposed.Task.IsCompleted);
            var response = request.CreateResponse();
            await response.WriteStringAsync(context.InvocationId);
            return response;
        }

        [Function("waits")]
        public async Task<HttpResponseData> Waits([HttpTrigger("get")] HttpRequestData request, CancellationToken cancellationToken)
        {
            Assert.Equal(cancellationToken, request.FunctionContext.CancellationToken);
            await using var registration = cancellationToken.Register(seen.Cancelled.SetResult);
            seen.FirstByte.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return request.CreateResponse();
        }
    }
}
