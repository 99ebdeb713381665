using System.Diagnostics;
using System.Net;
using HealthFunction.Tests.Reliability;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.AspNetCore;

/// <summary>An app whose own checks block their threads.</summary>
[Collection(nameof(Timing))]
public sealed class BlockingChecksTests
{
    [Fact]
    public async Task Liveness_and_the_page_are_answered_meanwhile_and_the_verdict_at_the_deadline()
    {
        using var release = new ManualResetEventSlim();
        await using var app = await WebAppUnderTest.StartAsync(
            builder =>
            {
                for (var i = 0; i < 40; i++)
                {
                    builder.Services.AddHealthChecks().AddCheck($"blocking.{i}", () =>
                    {
                        release.Wait(CancellationToken.None);
                        return HealthCheckResult.Healthy();
                    });
                }
            },
            ("Health:Timeout", "00:00:01"));
        using (await app.SendAsync("GET", "api/health/live"))
        {
        }

        var clock = Stopwatch.StartNew();
        var verdict = app.SendAsync("GET", "api/health");
        var slowest = TimeSpan.Zero;
        while (!verdict.IsCompleted)
        {
            var asked = clock.Elapsed;
            using var live = await app.SendAsync("GET", "api/health/live");
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
            slowest = clock.Elapsed - asked > slowest ? clock.Elapsed - asked : slowest;
        }

        using var answer = await verdict;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromMilliseconds(250));
        release.Set();
    }
}
