using HealthFunction.History.Recording;
using HealthFunction.History.Storage;
using HealthFunction.Tests.Checks;
using Microsoft.Extensions.Logging;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>A loss of storage is logged when it begins and when it ends, and not each minute in between.</summary>
public sealed class HistoryLogTests(SharedServers servers)
{
    [Fact]
    public async Task A_loss_of_storage_is_warned_of_once_and_its_end_is_logged()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync());
        for (var outage = 0; outage < 2; outage++)
        {
            harness.Fault = StorageFault.RequestLost;
            for (var minute = 0; minute < 3; minute++)
            {
                await harness.TryTickAsync(Noon.AddMinutes((outage * 10) + minute));
            }

            harness.Fault = StorageFault.None;
            await harness.TryTickAsync(Noon.AddMinutes((outage * 10) + 3));
            await harness.TryTickAsync(Noon.AddMinutes((outage * 10) + 4));
        }

        Assert.Equal(
            ["Warning History could not be written", "Information History can be written again", "Warning History could not be written", "Information History can be written again"],
            harness.Log.Entries.Select(e => $"{e.Level} {e.Text.Split(';')[0]}"));
    }

    [Fact]
    public async Task The_tick_that_loses_storage_and_its_repeats_fail_for_the_host_and_no_other_does()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync());
        var ticks = harness.Ticks();
        harness.Fault = StorageFault.RequestLost;

        await Assert.ThrowsAsync<HistoryUnavailableException>(() => TickAsync(harness, ticks, 0, retry: 0));
        await Assert.ThrowsAsync<HistoryUnavailableException>(() => TickAsync(harness, ticks, 0, retry: 1));
        await Assert.ThrowsAsync<HistoryUnavailableException>(() => TickAsync(harness, ticks, 0, retry: 2));
        await TickAsync(harness, ticks, 1, retry: 0);
        await TickAsync(harness, ticks, 2, retry: 0);
        harness.Fault = StorageFault.None;
        await TickAsync(harness, ticks, 3, retry: 0);
        Assert.Equal(4, (await harness.Table.RunsAsync()).Count);

        harness.Fault = StorageFault.RequestLost;
        await Assert.ThrowsAsync<HistoryUnavailableException>(() => TickAsync(harness, ticks, 4, retry: 0));
    }

    [Fact]
    public void A_history_that_cannot_be_read_is_warned_of_once_however_many_look()
    {
        using var log = new CollectingLoggerProvider();
        var reads = new ReadLog(log.CreateLogger("history"), "test");

        reads.Succeeded();
        reads.Failed(new InvalidDataException("first"));
        reads.Failed(new InvalidDataException("second"));
        reads.Succeeded();
        reads.Succeeded();
        reads.Failed(new InvalidDataException("third"));

        Assert.Equal([LogLevel.Warning, LogLevel.Debug, LogLevel.Information, LogLevel.Warning], log.Entries.Select(e => e.Level));
    }

    private static Task TickAsync(RecorderHarness harness, HistoryTicks ticks, int minute, int retry)
    {
        var due = Noon.AddMinutes(minute);
        harness.Time.AdjustTime(due.AddSeconds(10 * retry));
        return ticks.TickAsync(due.UtcDateTime, retry, TestContext.Current.CancellationToken);
    }
}
