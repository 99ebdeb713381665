using System.Net;
using HealthFunction.Access;
using HealthFunction.Checks;
using HealthFunction.Formats;
using HealthFunction.Functions;
using HealthFunction.Probes;
using HealthFunction.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HealthFunction.Tests.SelfHost;

/// <summary>The real endpoint in a host that has been told to stop and has not closed its listener yet.</summary>
public sealed class StoppingTests
{
    [Fact]
    public async Task A_request_that_comes_before_the_listener_closes_is_unknown_and_503_and_costs_no_probe()
    {
        var attempts = 0;
        await using var host = await HostUnderTest.StartAsync<HealthEndpoint>(services: services => services
            .AddHealthSettings().AddProbes().AddHealthRunner().AddAccessGate().AddAnswers().AddHistory()
            .AddHealthChecks().AddCheck("queue.orders", () =>
            {
                attempts++;
                return Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult.Healthy();
            }));
        using var before = await host.SendAsync("GET", "/api/health");

        host.Host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        using var late = await host.SendAsync("GET", "/api/health");
        using var live = await host.SendAsync("GET", "/api/health/live");

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.Equal(
            """{"checks":{"queue.orders":"UNKNOWN"},"errors":{"queue.orders":"shutting down"},"status":"UNKNOWN"}""",
            await late.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(1, attempts);
    }
}
