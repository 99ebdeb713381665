using HealthFunction.Probes.Endpoints;
using HealthFunction.Tests.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Probes;

public sealed class EndpointAnswerTests : IAsyncLifetime
{
    private readonly List<string> _seen = [];
    private readonly HashSet<string> _freshness = [];
    private readonly HashSet<string> _connections = [];
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            lock (_seen)
            {
                _seen.Add($"{context.Request.Method} {context.Request.Headers.UserAgent}");
                _freshness.Add($"{context.Request.Headers.CacheControl} {context.Request.Headers.Pragma}");
                _connections.Add(context.Connection.Id);
            }

            var path = context.Request.Path.Value!.Trim('/');
            if (path == "verbose")
            {
                // A malicious server could keep a client that reads everything busy for ever.
                context.Response.Headers["X-Long"] = new string('x', 80 * 1024);
                return;
            }

            if (path == "endless")
            {
                var line = new byte[8192];
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(line, context.RequestAborted);
                }
            }

            context.Response.StatusCode = int.Parse(path, null);
            if (context.Response.StatusCode is 301 or 302)
            {
                context.Response.Headers.Location = "/200";
            }
            else if (context.Response.StatusCode != 204)
            {
                await context.Response.WriteAsync("some text");
            }
        });
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData(200, null, Attempt.Up)]
    [InlineData(204, null, Attempt.Up)]
    [InlineData(418, 418, Attempt.Up)]
    [InlineData(200, 204, "unexpected status 200")]
    [InlineData(302, null, "unexpected status 302")]
    [InlineData(302, 302, Attempt.Up)]
    [InlineData(401, null, "authentication failed")]
    [InlineData(403, null, "permission denied")]
    [InlineData(404, null, "not found")]
    [InlineData(429, null, "throttled")]
    [InlineData(500, null, "unexpected status 500")]
    public async Task The_status_decides_and_redirects_are_not_followed(int status, int? expected, string verdict)
    {
        await using var probe = Create($"/{status}", expected: expected);
        Assert.Equal(verdict, await Attempt.RunAsync(probe));
    }

    [Fact]
    public async Task Checks_share_a_connection_and_send_a_user_agent()
    {
        await using var probe = Create("/200", "HEAD");
        await using var other = Create("/200");
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(other));
        }

        Assert.Equal(5, _seen.Count(line => line == "HEAD HealthFunction"));
        Assert.Equal(5, _seen.Count(line => line == "GET HealthFunction"));
        Assert.Equal(2, _connections.Count);
    }

    [Fact]
    public async Task A_cache_in_between_is_asked_not_to_answer()
    {
        await using var probe = Create("/200");
        await Attempt.RunAsync(probe);
        await Attempt.RunAsync(probe);
        Assert.Equal(["no-cache no-cache"], _freshness);
    }

    [Fact]
    public async Task Headers_of_80_KB_are_an_unexpected_answer()
    {
        await using var probe = Create("/verbose");
        Assert.Equal("unexpected answer", await Attempt.RunAsync(probe));
    }

    [Fact]
    public async Task A_body_without_end_is_not_waited_for()
    {
        await using var probe = Create("/endless");
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
    }

    [Fact]
    public async Task A_server_without_TLS_is_reported()
    {
        var url = _app.Urls.Single().Replace("http:", "https:", StringComparison.Ordinal);
        await using var probe = new EndpointProbe(ReadSettings.Endpoint(url), Attempt.Timeout, credential: null, TimeProvider.System);
        Assert.Equal("TLS failure", await Attempt.RunAsync(probe));
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_reported()
    {
        await using var probe = new EndpointProbe(ReadSettings.Endpoint("http://nowhere.invalid/"), Attempt.Timeout, credential: null, TimeProvider.System);
        Assert.Equal("name resolution failed", await Attempt.RunAsync(probe));
    }

    private EndpointProbe Create(string path, string method = "GET", int? expected = null) => new(
        ReadSettings.Endpoint(_app.Urls.Single() + path, ("Method", method), ("ExpectedStatus", $"{expected}")),
        Attempt.Timeout,
        credential: null,
        TimeProvider.System);
}
