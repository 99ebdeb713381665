using System.Diagnostics;
using HealthFunction.History.Days;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>The growth is measured for the whole process, so no other test may run at the same time.</summary>
[CollectionDefinition(nameof(SoakTests), DisableParallelization = true)]
[Collection(nameof(SoakTests))]
public sealed class SoakTests(SharedServers servers)
{
    private const int Hour = 3600;
    private const int WarmUp = 600;
    private const long MaxGrowth = 1024 * 1024;
    private const int MaxHandles = 10;

    [Fact]
    public async Task An_hour_of_ticks_at_one_a_second_leaves_memory_handles_and_queue_as_they_were()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync())
        {
            Checks = [.. Enumerable.Range(0, 10).Select(i => $"check.{i}")],
        };
        for (var second = 0; second < WarmUp; second++)
        {
            await harness.TryTickAsync(Noon.AddSeconds(second));
        }

        var (memory, handles) = Measure();
        for (var second = WarmUp; second < Hour; second++)
        {
            Assert.True(await harness.TryTickAsync(Noon.AddSeconds(second)));
        }

        var (memoryAfter, handlesAfter) = Measure();
        Assert.Equal(0, harness.Queue.Count);
        Assert.Equal(0, harness.Queue.Dropped);
        Assert.InRange(memoryAfter, 0, memory + MaxGrowth);
        Assert.InRange(handlesAfter, 0, handles + MaxHandles);
        var series = (await harness.Table.DayAsync(DateOnly.FromDateTime(Noon.Date))).Find("check.3")!;
        Assert.Equal(new RunCounts(Hour, 0, 0), series.Runs);
        Assert.Equal(new MinuteCounts(60, 0, 0), series.Minutes.Count(0, MinuteMap.Minutes));
        Assert.Equal(Hour, series.Latency.Count);
    }

    private static (long Memory, int Handles) Measure()
    {
        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), process.HandleCount);
    }
}
