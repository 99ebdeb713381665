using HealthFunction.Tests.History;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.Telemetry;

public sealed class HistoryTelemetryTests(SharedServers servers)
{
    [Fact]
    public async Task Runs_are_counted_by_their_result_and_the_queue_has_its_length()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync(), queueLength: 2);
        harness.Meters.Listen();

        await harness.TryTickAsync(Noon);
        harness.Fault = StorageFault.RequestLost;
        for (var minute = 1; minute < 4; minute++)
        {
            await harness.TryTickAsync(Noon.AddMinutes(minute));
        }

        harness.Meters.Ask();
        harness.Fault = StorageFault.None;
        harness.Checks = [.. Enumerable.Range(0, 4000).Select(i => $"check.{i}")];
        await harness.TryTickAsync(Noon.AddMinutes(4));
        harness.Meters.Ask();

        Assert.Equal(
            [
                "written 1",
                "unavailable 1", "unavailable 2", "overflowed 1", "unavailable 2",
                "overflowed 1", "written 1", "rejected 1",
            ],
            harness.Meters.Of("healthfunction.recordings").Select(m => $"{m.Tags.Split('=')[1]} {m.Value}"));
        Assert.Equal([2d, 0d], harness.Meters.Of("healthfunction.recording.queue.length").Select(m => m.Value));
    }
}
