using System.Text;
using HealthFunction.Probes.Endpoints;
using HealthFunction.Tests.Settings;
using Microsoft.AspNetCore.Http;

namespace HealthFunction.Tests.Probes;

/// <summary>What an answer has to hold beside its status.</summary>
public sealed class EndpointBodyTests : IAsyncLifetime
{
    private AnsweringServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await AnsweringServer.StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("all is well", "is well", Attempt.Up)]
    [InlineData("all is Well", "is well", "unexpected body")]
    [InlineData("", "is well", "unexpected body")]
    [InlineData("<html>Sorry</html>", "OK", "unexpected body")]
    public async Task The_body_has_to_contain_the_text(string body, string expected, string verdict)
    {
        _server.Say(body);
        Assert.Equal(verdict, await AskAsync(("ExpectedText", expected)));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    [InlineData("utf-16")]
    public async Task The_text_is_read_as_the_answer_is_written(string charset)
    {
        _server.Answer = context =>
        {
            context.Response.ContentType = $"text/plain; charset=\"{charset}\"";
            return context.Response.Body.WriteAsync(Encoding.GetEncoding(charset).GetBytes("alles läuft")).AsTask();
        };
        Assert.Equal(Attempt.Up, await AskAsync(("ExpectedText", "läuft")));
    }

    [Fact]
    public async Task An_unknown_charset_is_read_as_UTF8()
    {
        _server.Say("läuft", "text/plain; charset=klingon");
        Assert.Equal(Attempt.Up, await AskAsync(("ExpectedText", "läuft")));
    }

    [Theory]
    [InlineData("version 12", @"^version \d+$", Attempt.Up)]
    [InlineData("version x", @"^version \d+$", "unexpected body")]
    [InlineData("a\nversion 12\nb", @"(?m)^version \d+$", Attempt.Up)]
    public async Task The_body_has_to_match_the_pattern(string body, string expected, string verdict)
    {
        _server.Say(body);
        Assert.Equal(verdict, await AskAsync(("ExpectedPattern", expected)));
    }

    [Fact]
    public async Task A_pattern_that_would_backtrack_without_end_is_decided_in_time()
    {
        _server.Say(new string('a', 60_000) + "!");
        Assert.Equal("unexpected body", await AskAsync(("ExpectedPattern", "^(a+)+$")));
    }

    [Theory]
    [InlineData("""{"status":"UP"}""", "UP", Attempt.Up)]
    [InlineData("""{"status":"DOWN"}""", "UP", "unexpected JSON")]
    [InlineData("""{"state":"UP"}""", "UP", "unexpected JSON")]
    [InlineData("<html>UP</html>", "UP", "unexpected JSON")]
    [InlineData("", "UP", "unexpected JSON")]
    public async Task The_value_at_the_pointer_has_to_be_the_expected_one(string body, string expected, string verdict)
    {
        _server.Say(body, "application/json");
        Assert.Equal(verdict, await AskAsync(("JsonPointer", "/status"), ("ExpectedJson", expected)));
    }

    [Theory]
    [InlineData("primary", Attempt.Up)]
    [InlineData("prim*", Attempt.Up)]
    [InlineData("*", Attempt.Up)]
    [InlineData("p*a*y", Attempt.Up)]
    [InlineData("prim", "unexpected header")]
    [InlineData("Primary", "unexpected header")]
    [InlineData("p.*y", "unexpected header")]
    public async Task The_header_has_to_have_the_value(string expected, string verdict)
    {
        _server.Answer = context =>
        {
            context.Response.Headers["X-Role"] = "primary";
            return context.Response.WriteAsync("here");
        };
        Assert.Equal(verdict, await AskAsync(("ExpectedHeaders:X_Role", expected)));
    }

    [Fact]
    public async Task A_header_that_is_missing_or_describes_the_body_is_compared_too()
    {
        _server.Say("{}", "application/json; charset=utf-8");
        Assert.Equal("unexpected header", await AskAsync(("ExpectedHeaders:X_Role", "*")));
        Assert.Equal(Attempt.Up, await AskAsync(("ExpectedHeaders:Content-Type", "application/json*")));
    }

    [Theory]
    [InlineData(100, Attempt.Up)]
    [InlineData(99, "body too long")]
    public async Task A_body_beyond_the_bound_is_not_compared(int bound, string verdict)
    {
        _server.Say("OK" + new string(' ', 98));
        Assert.Equal(verdict, await AskAsync(("ExpectedText", "OK"), ("MaxBody", $"{bound}")));

        // The same without a Content-Length.
        _server.Answer = async context =>
        {
            await context.Response.WriteAsync("OK");
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await context.Response.WriteAsync(new string(' ', 98));
        };
        Assert.Equal(verdict, await AskAsync(("ExpectedText", "OK"), ("MaxBody", $"{bound}")));
    }

    [Fact]
    public async Task An_endless_body_ends_at_the_bound()
    {
        _server.Answer = async context =>
        {
            await context.Response.WriteAsync("OK");
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[8192], context.RequestAborted);
            }
        };
        Assert.Equal("body too long", await AskAsync(("ExpectedText", "OK")));
    }

    [Fact]
    public async Task A_body_that_stops_in_the_middle_ends_with_the_deadline()
    {
        _server.Answer = async context =>
        {
            await context.Response.WriteAsync("OK");
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        Assert.Equal(Attempt.TimedOut, await AskAsync(("ExpectedText", "OK")));
    }

    [Fact]
    public async Task A_body_that_is_read_leaves_the_connection_to_the_next_check()
    {
        var connections = new HashSet<string>();
        _server.Answer = context =>
        {
            connections.Add(context.Connection.Id);
            return context.Response.WriteAsync("OK");
        };
        await using var probe = Create(("ExpectedText", "OK"));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Attempt.Up, await Attempt.RunAsync(probe));
        }

        Assert.Single(connections);
    }

    private async Task<string> AskAsync(params (string Key, string Value)[] settings)
    {
        await using var probe = Create(settings);
        return await Attempt.RunAsync(probe);
    }

    private EndpointProbe Create(params (string Key, string Value)[] settings) =>
        new(ReadSettings.Endpoint(_server.Url, settings), Attempt.Timeout, credential: null, TimeProvider.System);
}
