using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Tests.SelfHost;

public sealed class HttpRoutingTests
{
    [Theory]
    [InlineData("GET", "/api/things/live", HttpStatusCode.OK, "live")]
    [InlineData("GET", "/api/things/blue", HttpStatusCode.OK, "one blue")]
    [InlineData("GET", "/API/Things/LIVE", HttpStatusCode.OK, "live")]
    [InlineData("GET", "/api/things/live/", HttpStatusCode.OK, "live")]
    [InlineData("GET", "/api/things/a%20b", HttpStatusCode.OK, "one a b")]
    [InlineData("GET", "/api/things/badge/up.svg", HttpStatusCode.OK, "badge up")]
    [InlineData("GET", "/api/optional/x", HttpStatusCode.OK, "optional x")]
    [InlineData("GET", "/api/optional", HttpStatusCode.OK, "optional null")]
    [InlineData("GET", "/api/number/7", HttpStatusCode.OK, "number 7")]
    [InlineData("GET", "/api/number/seven", HttpStatusCode.NotFound, "")]
    [InlineData("POST", "/api/things/live", HttpStatusCode.NotFound, "")]
    [InlineData("HEAD", "/api/things/live", HttpStatusCode.NotFound, "")]
    [InlineData("OPTIONS", "/api/things/live", HttpStatusCode.NotFound, "")]
    [InlineData("DELETE", "/api/things/gone", HttpStatusCode.OK, "delete gone")]
    [InlineData("DELETE", "/api/things/live", HttpStatusCode.OK, "delete live")]
    [InlineData("GET", "/api/anything", HttpStatusCode.OK, "GET")]
    [InlineData("PURGE", "/api/anything", HttpStatusCode.OK, "PURGE")]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound, "")]
    [InlineData("GET", "/things/live", HttpStatusCode.NotFound, "")]
    [InlineData("GET", "/", HttpStatusCode.NotFound, "")]
    public async Task A_request_is_answered_as_the_real_host_answers_it(string method, string path, HttpStatusCode status, string body)
    {
        await using var host = await HostUnderTest.StartAsync<Things>();

        using var answer = await host.SendAsync(method, path);

        Assert.Equal((status, body), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Patience.Token)));
    }

    [Fact]
    public async Task A_method_that_no_function_takes_is_404_without_Allow()
    {
        await using var host = await HostUnderTest.StartAsync<Things>();

        using var answer = await host.SendAsync("PUT", "/api/things/live");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("", "/things/live")]
    [InlineData("deep/down", "/deep/down/things/live")]
    [InlineData("/slashed/", "/slashed/things/live")]
    public async Task The_route_prefix_comes_from_host_json(string prefix, string path)
    {
        await using var host = await HostUnderTest.StartAsync<Things>(
            $$"""{"version": "2.0", "extensions": {"http": {"routePrefix": "{{prefix}}" } } }""");

        using var answer = await host.SendAsync("GET", path);
        using var unprefixed = await host.SendAsync("GET", "/api/things/live");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unprefixed.StatusCode);
    }

    internal sealed class Things
    {
        [Function("Live")]
        public static Task<HttpResponseData> Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/live")] HttpRequestData request) =>
            Answer(request, "live");

        [Function("One")]
        public static Task<HttpResponseData> One(
            [HttpTrigger(AuthorizationLevel.Function, "get", Route = "things/{name}")] HttpRequestData request, string name) =>
            Answer(request, $"one {name}");

        [Function("Remove")]
        public static Task<HttpResponseData> Remove(
            [HttpTrigger(AuthorizationLevel.Admin, "delete", Route = "things/{id}")] HttpRequestData request, string id) =>
            Answer(request, $"delete {id}");

        [Function("Badge")]
        public static Task<HttpResponseData> Badge(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/things/badge/{name}.svg")] HttpRequestData request, string name) =>
            Answer(request, $"badge {name}");

        [Function("Optional")]
        public static Task<HttpResponseData> Optional(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "optional/{name?}")] HttpRequestData request, string? name) =>
            Answer(request, $"optional {name ?? "null"}");

        [Function("Number")]
        public static Task<HttpResponseData> Number(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "number/{id:int}")] HttpRequestData request, string id) =>
            Answer(request, $"number {id}");

        [Function("anything")]
        public static Task<HttpResponseData> Anything([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequestData request) =>
            Answer(request, request.Method);

        private static async Task<HttpResponseData> Answer(HttpRequestData request, string text)
        {
            var response = request.CreateResponse(HttpStatusCode.OK);
            await response.WriteStringAsync(text);
            return response;
        }
    }
}
