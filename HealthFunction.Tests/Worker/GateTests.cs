using System.Net;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Worker;

/// <summary>
/// Which callers are admitted, by the headers of Azure's front end and Front Door, and their answers of a drained deployment.
/// </summary>
public sealed class GateTests(GatedWorker gated) : IClassFixture<GatedWorker>, IAsyncLifetime
{
    private const string Drained = $$"""{"checks":{"drain":"DOWN"},"errors":{"drain":"drained: {{GatedWorker.Reason}}"},"status":"DOWN"}""";

    private WorkerApp _worker = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _worker = await gated.StartAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("192.0.2.7:51234")]
    [InlineData("192.0.2.7")]
    [InlineData("[2001:db8::7]:51234")]
    [InlineData("2001:db8::7")]
    [InlineData("[::ffff:192.0.2.7]:443")]
    public async Task A_caller_from_an_allowed_network_through_Front_Door_gets_the_reason(string peer)
    {
        using var response = await AskAsync(peer, GatedWorker.FrontDoorId, HttpMethod.Get, "api/health");
        using var head = await AskAsync(peer, GatedWorker.FrontDoorId, HttpMethod.Head, "api/health/ready");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (response.StatusCode, head.StatusCode));
        Assert.Equal(Drained, await response.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData("203.0.113.9:51234", GatedWorker.FrontDoorId)]
    [InlineData("203.0.113.9:51234", GatedWorker.FrontDoorId, "192.0.2.7")]
    [InlineData("[2001:db9::7]:51234", GatedWorker.FrontDoorId)]
    [InlineData("unknown", GatedWorker.FrontDoorId, "192.0.2.7")]
    [InlineData("192.0.2.7:51234", null)]
    [InlineData("192.0.2.7:51234", "6a7c1d52-4a0e-4b1f-9d3c-0f2b8f1d7e12")]
    [InlineData("192.0.2.7:51234", GatedWorker.FrontDoorId + "," + GatedWorker.FrontDoorId)]
    public async Task Any_other_caller_gets_an_empty_403_except_from_live(string peer, string? id, string? forwardedFor = null)
    {
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, "api/health"), (HttpMethod.Head, "api/health/ready"), (HttpMethod.Options, "api/health"), (HttpMethod.Post, "api/health"),
            (HttpMethod.Get, "api/health?name=live"), (HttpMethod.Get, "api/health?cancellationToken=x"), (HttpMethod.Get, "api/health/nosuch"),
            (HttpMethod.Get, "api/status"), (HttpMethod.Get, "api/history"), (HttpMethod.Get, "api/uptime"), (HttpMethod.Get, "api/fleet"), (HttpMethod.Get, "api/plans"), (HttpMethod.Get, "api/feed"),
            (HttpMethod.Get, "api/badge/overall.svg"), (HttpMethod.Get, "api/jsi18n"), (HttpMethod.Get, "api/openapi.json"),
        })
        {
            using var response = await AskAsync(peer, id, method, path, forwardedFor);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancelled));
        }

        using var live = await AskAsync(peer, id, HttpMethod.Get, "api/health/live", forwardedFor);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task A_refusal_is_logged_with_the_address_that_the_front_end_saw()
    {
        // Its own worker: refusals are logged once a minute.
        await using var own = new GatedWorker();
        _worker = await own.StartAsync();

        using var response = await AskAsync("203.0.113.77:51234", GatedWorker.FrontDoorId, HttpMethod.Get, "api/health", "192.0.2.7");

        await _worker.WaitForLogAsync("Refused a request from 203.0.113.77, which is in none of Health__AllowedNetworks");
    }

    private async Task<HttpResponseMessage> AskAsync(string peer, string? id, HttpMethod method, string path, string? forwardedFor = null)
    {
        using var client = _worker.ClientAt(peer);
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in new[] { ("X-Azure-FDID", id), ("X-Forwarded-For", forwardedFor) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await client.SendAsync(request, Cancelled);
    }
}
