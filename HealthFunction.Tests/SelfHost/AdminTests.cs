using System.Net;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Tests.SelfHost;

public sealed class AdminTests
{
    [Fact]
    public async Task A_timer_function_that_is_asked_for_runs_once()
    {
        var ran = new SemaphoreSlim(0);
        await using var host = await HostUnderTest.StartAsync<Functions>(services: services => services.AddSingleton(ran));

        using var answer = await PostAsync(host, "/admin/functions/YEARLY", """{"input": ""}""");
        await ran.WaitAsync(Patience.Token);
        using var again = await PostAsync(host, "/admin/functions/yearly", "{}");
        await ran.WaitAsync(Patience.Token);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (answer.StatusCode, again.StatusCode));
        Assert.Equal(0, ran.CurrentCount);
    }

    [Theory]
    [InlineData("/admin/functions/missing", "{}", "application/json", HttpStatusCode.NotFound)]
    [InlineData("/admin/functions/http", "{}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("/admin/functions/broken", "{}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("/admin/functions/yearly", "{", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("/admin/functions/yearly", "", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("/admin/functions/yearly", "{}", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task Anything_else_runs_nothing(string path, string body, string type, HttpStatusCode status)
    {
        var ran = new SemaphoreSlim(0);
        await using var host = await HostUnderTest.StartAsync<Functions>(services: services => services.AddSingleton(ran));

        using var answer = await PostAsync(host, path, body, type);
        using var got = await host.SendAsync("GET", path);

        Assert.Equal((status, HttpStatusCode.NotFound), (answer.StatusCode, got.StatusCode));
        Assert.Equal(0, ran.CurrentCount);
    }

    [Theory]
    [InlineData("Host", "rebound.example")]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    public async Task Nobody_but_this_machine_may_ask(string header, string value)
    {
        await using var host = await HostUnderTest.StartAsync<Functions>(services: services => services.AddSingleton(new SemaphoreSlim(0)));
        host.Client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        using var answer = await PostAsync(host, "/admin/functions/yearly", "{}");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(HostUnderTest host, string path, string body, string type = "application/json") =>
        host.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, type), Patience.Token);

    internal sealed class Functions(SemaphoreSlim ran)
    {
        [Function("yearly")]
        public void Yearly([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => ran.Release();

        [Function("broken")]
        public void Broken([TimerTrigger("%missing%")] TimerInfo timer) => ran.Release();

        [Function("http")]
        public static HttpResponseData Http([HttpTrigger("get")] HttpRequestData request) => request.CreateResponse();
    }
}
