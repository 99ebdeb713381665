using System.Diagnostics;
using System.Text;
using HealthFunction.Access;
using HealthFunction.Http;
using HealthFunction.Surface;
using HealthFunction.Tests.Checks;
using HealthFunction.Tests.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Surface;

/// <summary>The rules of all routes and hosts.</summary>
public sealed class HttpSurfaceTests : IDisposable
{
    private readonly CollectingLoggerProvider _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData("Up", 200)]
    [InlineData("Down", 503)]
    public async Task OPTIONS_on_the_verdict_has_its_status_and_elsewhere_200(string verdict, int status)
    {
        using var host = Host(builder => builder.AddCheck("queue.orders", () => verdict == "Up" ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy()));

        foreach (var name in new[] { null, "ready", "queue", "queue.orders" })
        {
            var answer = await AskAsync(host, Routes.Health, new StubRequest(pathValue: name) { Verb = "OPTIONS" });
            Assert.Equal((status, 0), (answer.Status, answer.Body.Length));
            Assert.Contains(answer.Headers, h => h is { Key: "Allow", Value: "GET, HEAD, OPTIONS" });
        }

        Assert.Equal(200, (await AskAsync(host, Routes.Health, new StubRequest(pathValue: "live") { Verb = "OPTIONS" })).Status);
        Assert.All(Routes.All.Except([Routes.Health]), r => Assert.Equal(200, AskAsync(host, r, new StubRequest { Verb = "OPTIONS" }).Result.Status));
    }

    [Fact]
    public async Task HEAD_is_answered_wherever_GET_is_with_its_status_and_headers()
    {
        using var host = Host(builder => builder.AddCheck("queue.orders", () => HealthCheckResult.Unhealthy()));
        foreach (var (route, value) in Routes.All.Select(r => (r, r == Routes.Badge ? "overall.svg" : null)))
        {
            var get = await AskAsync(host, route, new StubRequest(pathValue: value));
            var head = await AskAsync(host, route, new StubRequest(pathValue: value) { Verb = "HEAD" });

            Assert.Equal((get.Status, get.ContentType, get.ContentLength, 0), (head.Status, head.ContentType, head.ContentLength, head.Sent.Length));
            Assert.Equal(get.Headers, head.Headers);
        }
    }

    [Theory]
    [InlineData(null, "public")]
    [InlineData("AllowedNetworks", "private")]
    [InlineData("FrontDoorId", "private")]
    public async Task A_shared_cache_keeps_nothing_where_a_gate_is_set(string? gate, string cached)
    {
        const string Id = "11111111-2222-3333-4444-555555555555";
        using var host = Host(_ => { }, gate is null ? [] : [($"Health:{gate}", gate == "FrontDoorId" ? Id : "0.0.0.0/0")]);
        foreach (var (route, value) in new[] { (Routes.Badge, "overall.svg"), (Routes.Scripts, null), (Routes.OpenApi, null) })
        {
            var request = new StubRequest(pathValue: value, headers: [(AccessGate.FrontDoorId, Id)]) { From = System.Net.IPAddress.Loopback };
            var answer = await AskAsync(host, route, request);

            Assert.Equal(200, answer.Status);
            Assert.StartsWith(cached, answer.Headers.Single(h => h.Key == "Cache-Control").Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_route_that_throws_is_500_as_a_problem_and_logged_once_in_a_while()
    {
        using var host = Host(_ => { });
        var route = Routes.OpenApi with { Name = "Broken", Answers = (_, _) => new Broken() };

        for (var i = 0; i < 100; i++)
        {
            var answer = await AskAsync(host, route, new StubRequest());
            Assert.Equal((500, "application/problem+json"), (answer.Status, answer.ContentType));
            Assert.DoesNotContain("hunter2", Encoding.UTF8.GetString(answer.Body.Span), StringComparison.Ordinal);
        }

        Assert.Single(_log.Entries, e => e.Level == LogLevel.Error && e.Text.Contains("The route Broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_verdict_that_cannot_be_found_is_unknown_and_503()
    {
        using var host = Host(_ => { });

        var answer = await AskAsync(host, Routes.Health with { Name = "Broken", Answers = (_, _) => new Broken() }, new StubRequest());

        Assert.Equal(503, answer.Status);
        Assert.Equal("""{"checks":{},"errors":{},"status":"UNKNOWN"}""", Encoding.UTF8.GetString(answer.Body.Span));
        Assert.Contains(answer.Headers, h => h is { Key: "Cache-Control", Value: "no-store, no-cache" });
    }

    [Theory]
    [InlineData("Accept", 431)]
    [InlineData("Accept-Encoding", 431)]
    [InlineData("Accept-Language", 431)]
    [InlineData("If-None-Match", 431)]
    [InlineData("X-Anything", 200)]
    public async Task A_header_has_a_length(string name, int status)
    {
        using var host = Host(_ => { });

        Assert.Equal(200, (await AskAsync(host, Routes.Scripts, new StubRequest(headers: [(name, new string('a', 8000))]))).Status);
        Assert.Equal(status, (await AskAsync(host, Routes.Scripts, new StubRequest(headers: [(name, new string('a', 8001))]))).Status);
    }

    [Theory]
    [InlineData(4000, 1, 200)]
    [InlineData(4001, 1, 400)]
    [InlineData(400, 50, 200)]
    [InlineData(400, 51, 400)]
    public async Task A_query_has_a_length_and_a_number_of_parameters(int length, int parameters, int status)
    {
        using var host = Host(_ => { });
        var query = string.Concat(Enumerable.Repeat("a=1&", parameters - 1));
        query += string.Concat("b=", new string('c', length - query.Length - 2));

        foreach (var route in new[] { Routes.Health, Routes.Status, Routes.OpenApi })
        {
            Assert.Equal(status, (await AskAsync(host, route, new StubRequest(query))).Status);
        }
    }

    [Fact]
    public async Task A_caller_that_has_the_body_gets_304_without_one_if_there_is_a_tag()
    {
        using var host = Host(_ => { });
        foreach (var (route, value) in new[] { (Routes.Status, null), (Routes.Badge, "overall.svg"), (Routes.Scripts, null), (Routes.OpenApi, null) })
        {
            var first = await AskAsync(host, route, new StubRequest(pathValue: value));
            var tag = first.Headers.Single(h => h.Key == "ETag").Value;
            foreach (var (matching, status) in new[] { (tag, 304), ($"\"x\", W/{tag}", 304), ("*", 304), ("\"x\"", 200) })
            {
                var again = await AskAsync(host, route, new StubRequest(pathValue: value, headers: [("If-None-Match", matching)]));
                Assert.Equal((status, status == 304), (again.Status, again.Body.IsEmpty));
                Assert.Contains(again.Headers, h => h.Key == "ETag" && h.Value == tag);
            }
        }
    }

    [Fact]
    public async Task A_long_answer_is_compressed_for_callers_that_accept_it_and_a_verdict_never()
    {
        using var host = Host(builder => Array.ForEach([.. Enumerable.Range(0, 100)], i => builder.AddCheck($"queue.orders{i}", () => HealthCheckResult.Healthy())));
        foreach (var (route, encoding) in new[] { (Routes.Status, "gzip"), (Routes.Scripts, "gzip"), (Routes.OpenApi, "gzip"), (Routes.Health, null) })
        {
            foreach (var verb in new[] { "GET", "HEAD" })
            {
                var answer = await AskAsync(host, route, new StubRequest(headers: [("Accept-Encoding", "gzip")]) { Verb = verb });
                Assert.Equal(encoding, answer.Headers.SingleOrDefault(h => h.Key == "Content-Encoding").Value);
                Assert.Equal(encoding is not null, answer.ContentLength < (await AskAsync(host, route, new StubRequest())).ContentLength);
            }
        }
    }

    /// <summary>With a quadratic parser one such list needed 0.17 s; here a thousand of them have to need far less.</summary>
    [Fact]
    public async Task A_very_long_list_of_languages_costs_next_to_nothing()
    {
        using var host = Host(_ => { });
        var header = string.Concat(Enumerable.Repeat("en,", 2600)) + "en;q=0";
        var request = new StubRequest(headers: [("Accept-Language", header)]);
        await AskAsync(host, Routes.Scripts, request);

        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(200, (await AskAsync(host, Routes.Scripts, request)).Status);
        }

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("?v=2&_=1&style=flat", 200)]
    [InlineData("?window=30d&v=2", 200)]
    [InlineData("?window=31d", 400)]
    public async Task A_picture_ignores_what_it_does_not_know(string query, int status)
    {
        using var host = Host(_ => { });

        Assert.Equal(status, (await AskAsync(host, Routes.Badge, new StubRequest(query, "overall.svg"))).Status);
    }

    private IHost Host(Action<IHealthChecksBuilder> register, params (string Name, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value));
        builder.Logging.AddProvider(_log);
        register(builder.Services.AddHealthFunctionCore());
        return builder.Build();
    }

    private static async Task<HttpAnswer> AskAsync(IHost host, Route route, StubRequest request) =>
        await host.Services.GetRequiredService<HttpSurface>().AnswerAsync(route, request);

    private sealed class Broken : IRouteAnswers
    {
        public ValueTask<HttpAnswer> GetAsync(SurfaceRequest request) => throw new InvalidOperationException("hunter2");
    }
}
