using System.Net;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.SelfHost;

public sealed class HttpAnswerTests
{
    [Fact]
    public async Task The_body_is_sent_with_its_length_and_the_functions_headers()
    {
        await using var host = await HostUnderTest.StartAsync<Answers>();

        using var answer = await host.SendAsync("GET", "/api/full");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("bödy", await answer.Content.ReadAsStringAsync(Patience.Token));
        Assert.Equal(5, answer.Content.Headers.ContentLength);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-store, no-cache", string.Join(", ", answer.Headers.GetValues("Cache-Control").SelectMany(v => v.Split(", ").OrderDescending())));
        Assert.Equal(["one", "two"], answer.Headers.GetValues("X-Many").Single().Split(", "));
        Assert.Equal(["a=1; path=/; httponly", "b=2"], answer.Headers.GetValues("Set-Cookie"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/api/throws")]
    [InlineData("/api/throwslater")]
    [InlineData("/api/throwshalfway")]
    public async Task An_exception_is_500_with_an_empty_body_and_goes_to_the_log(string path)
    {
        await using var host = await HostUnderTest.StartAsync<Answers>();

        using var answer = await host.SendAsync("GET", path);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(0, answer.Content.Headers.ContentLength);
        Assert.Null(answer.Content.Headers.ContentType);
        var error = Assert.Single(host.Logs.Entries, entry => entry.Level == LogLevel.Error);
        Assert.Equal("secret detail", error.Fault?.Message);
    }

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/api/nothinglater")]
    public async Task A_function_that_answers_nothing_is_204(string path)
    {
        await using var host = await HostUnderTest.StartAsync<Answers>();

        using var answer = await host.SendAsync("GET", path);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task HEAD_carries_the_headers_and_the_length_and_no_body()
    {
        await using var host = await HostUnderTest.StartAsync<Answers>();
        await using var connection = await RawConnection.OpenAsync(host.Address());

        await connection.SendAsync("HEAD /api/length HTTP/1.1\r\nHost: x\r\n\r\nHEAD /api/full HTTP/1.1\r\nHost: x\r\n\r\n");
        var told = await connection.ReadToAsync("\r\n\r\n");
        var measured = await connection.ReadToAsync("\r\n\r\n");
        await connection.SendAsync("GET /api/full HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", told, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 42\r\n", told, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 503 Service Unavailable\r\n", measured, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 5\r\n", measured, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 503 Service Unavailable\r\n", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(205)]
    [InlineData(304)]
    public async Task A_status_without_a_body_sends_none(int status)
    {
        await using var host = await HostUnderTest.StartAsync<Answers>();
        await using var connection = await RawConnection.OpenAsync(host.Address());

        await connection.SendAsync($"GET /api/status/{status} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var answer = await connection.ReadToEndAsync();

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Logs.Entries, entry => entry.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task A_body_of_the_functions_own_is_sent_from_its_start()
    {
        await using var host = await HostUnderTest.StartAsync<Answers>();

        Assert.Equal("whole", await host.Client.GetStringAsync("/api/ownbody", Patience.Token));
    }

    [Fact]
    public async Task An_object_is_written_as_JSON()
    {
        await using var host = await HostUnderTest.StartAsync<Answers>();

        using var answer = await host.SendAsync("GET", "/api/json");

        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("""{"Status":"UP"}""", await answer.Content.ReadAsStringAsync(Patience.Token));
    }

    [Fact]
    public async Task Custom_headers_of_host_json_stand_in_every_answer_and_give_way_to_the_functions_own()
    {
        await using var host = await HostUnderTest.StartAsync<Answers>("""
            {"version": "2.0", "extensions": {"http": {"customHeaders": {"X-Content-Type-Options": "nosniff", "Cache-Control": "public"}}}}
            """);

        using var answer = await host.SendAsync("GET", "/api/full");
        using var missing = await host.SendAsync("GET", "/api/missing");
        using var failed = await host.SendAsync("GET", "/api/throwshalfway");

        Assert.All(new[] { answer, missing, failed }, each => Assert.Equal("nosniff", each.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.True(missing.Headers.CacheControl?.Public);
    }

    internal sealed class Answers
    {
        [Function("full")]
        public static HttpResponseData Full([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head")] HttpRequestData request)
        {
            var response = request.CreateResponse(HttpStatusCode.ServiceUnavailable);
            response.Headers.Add("Content-Type", "application/json");
            response.Headers.Add("Cache-Control", "no-store, no-cache");
            response.Headers.Add("X-Many", ["one", "two"]);
            var cookie = new HttpCookie("a", "1") { Path = "/", HttpOnly = true };
            response.Cookies.Append(cookie);
            response.Cookies.Append("b", "2");
            response.Body.Write("bödy"u8);
            return response;
        }

        [Function("length")]
        public static HttpResponseData Length([HttpTrigger(AuthorizationLevel.Anonymous, "head")] HttpRequestData request)
        {
            var response = request.CreateResponse(HttpStatusCode.OK);
            response.Headers.Add("Content-Length", "42");
            return response;
        }

        [Function("throws")]
        public static HttpResponseData Throws([HttpTrigger] HttpRequestData request) => throw new InvalidOperationException("secret detail");

        [Function("throwslater")]
        public static async Task<HttpResponseData> ThrowsLater([HttpTrigger] HttpRequestData request)
        {
            await Task.Yield();
            throw new InvalidOperationException("secret detail");
        }

        [Function("throwshalfway")]
        public static async Task<HttpResponseData> ThrowsHalfway([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse(HttpStatusCode.OK);
            response.Headers.Add("Content-Type", "text/plain");
            await response.WriteStringAsync("half");
            throw new InvalidOperationException("secret detail");
        }

        [Function("nothing")]
        public static void Nothing([HttpTrigger] HttpRequestData request)
        {
        }

        [Function("nothinglater")]
        public static async Task NothingLater([HttpTrigger] HttpRequestData request) => await Task.Yield();

        [Function("status")]
        public static async Task<HttpResponseData> Status([HttpTrigger(Route = "status/{code:int}")] HttpRequestData request, string code)
        {
            var response = request.CreateResponse(Enum.Parse<HttpStatusCode>(code));
            await response.WriteBytesAsync("not to be sent"u8.ToArray());
            return response;
        }

        [Function("ownbody")]
        public static HttpResponseData OwnBody([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse();
            response.Body = new BufferedStream(new MemoryStream(Encoding.ASCII.GetBytes("whole")));
            response.Body.ReadByte();
            return response;
        }

        [Function("json")]
        public static async Task<HttpResponseData> Json([HttpTrigger] HttpRequestData request)
        {
            var response = request.CreateResponse();
            await response.WriteAsJsonAsync(new { Status = "UP" });
            return response;
        }
    }
}
