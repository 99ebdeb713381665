using System.Diagnostics;
using System.Net;
using HealthFunction.Testing;
using HealthFunction.Tests.EndToEnd;
using HealthFunction.Tests.Reliability;

namespace HealthFunction.Tests.Samples;

/// <summary>The faults on the way to each dependency, seen through an app that embeds HealthFunction.</summary>
[Collection(nameof(Timing))]
public sealed class SampleMatrixTests(BreakableServers servers)
{
    private static readonly string[] Checks = [BreakableServers.Database, BreakableServers.Cache, BreakableServers.Table];

    [Theory]
    [InlineData(Sample.Web)]
    [InlineData(Sample.Functions)]
    public async Task Each_fault_is_reported_alone_by_its_name_and_the_check_recovers(string name)
    {
        await using var sample = await Sample.StartAsync(name, servers.Settings(MatrixServers.Deadline));
        await Until.TrueAsync(async () => (await AskAsync(sample)).Status == "UP", "every check is up");
        foreach (var check in Checks)
        {
            foreach (var (fault, error) in MatrixCases.Faults)
            {
                servers.Proxy(check).Fault = fault;
                var during = await AskAsync(sample);
                servers.Proxy(check).Fault = Fault.None;
                var end = Stopwatch.GetTimestamp();
                var after = await AskAsync(sample);

                Assert.Equal(HttpStatusCode.ServiceUnavailable, during.Code);
                Assert.Equal((check, error), (Assert.Single(during.Errors).Key, during.Errors[check]));
                Assert.True(after.Status == "UP", $"{check}, {fault}: a false DOWN after the fault was over: {after.Summary}");
                Assert.InRange(Stopwatch.GetElapsedTime(end), TimeSpan.Zero, Timing.Recovery);
            }
        }
    }

    private static Task<Answer> AskAsync(Sample sample) => Answer.GetAsync(sample.Client, "shop/health");
}
