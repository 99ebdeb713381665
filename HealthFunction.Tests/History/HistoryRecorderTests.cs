using HealthFunction.Checks;
using HealthFunction.History.Days;
using HealthFunction.History.Storage;
using HealthFunction.Testing;
using Microsoft.Extensions.Logging;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

public sealed class HistoryRecorderTests(SharedServers servers)
{
    [Fact]
    public async Task A_run_that_cannot_be_written_waits_and_is_written_later_with_its_own_time()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync());
        harness.Fault = StorageFault.RequestLost;
        harness.Verdict = Verdict.Down;
        for (var minute = 0; minute < 130; minute++)
        {
            Assert.False(await harness.TryTickAsync(Noon.AddHours(10).AddMinutes(minute)));
        }

        Assert.Equal(130, harness.Queue.Count);
        harness.Fault = StorageFault.None;
        harness.Verdict = Verdict.Up;
        Assert.True(await harness.TryTickAsync(Noon.AddHours(10).AddMinutes(130)));

        Assert.Equal(0, harness.Queue.Count);
        var runs = await harness.Table.RunsAsync();
        Assert.Equal(Enumerable.Range(0, 131).Select(minute => Noon.AddHours(10).AddMinutes(130 - minute)), runs.Select(run => run.Time));
        Assert.Equal(120, (await harness.Table.DayAsync(new DateOnly(2026, 3, 14))).Find("database.default")!.Runs.Down);
        Assert.Equal(new RunCounts(1, 0, 10), (await harness.Table.DayAsync(new DateOnly(2026, 3, 15))).Find("database.default")!.Runs);
    }

    [Fact]
    public async Task A_tick_that_the_host_repeats_runs_no_check_again_and_is_recorded_once()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync());
        harness.Fault = StorageFault.AnswerLost;
        Assert.False(await harness.TryTickAsync(Noon));
        harness.Time.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<HistoryUnavailableException>(() => harness.TickAsync(Noon, isRetry: true));
        harness.Fault = StorageFault.None;
        harness.Time.Advance(TimeSpan.FromSeconds(10));
        await harness.TickAsync(Noon, isRetry: true);

        Assert.Equal(1, harness.RunsMade);
        Assert.Equal(1, (await harness.Table.DayAsync(new DateOnly(2026, 3, 14))).Find("database.default")!.Runs.Total);
    }

    [Fact]
    public async Task Listeners_get_a_run_once_whether_it_can_be_written_or_not_and_however_often_its_tick_is_repeated()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync());
        await harness.TryTickAsync(Noon);
        harness.Fault = StorageFault.RequestLost;
        Assert.False(await harness.TryTickAsync(Noon.AddMinutes(1)));
        await Assert.ThrowsAsync<HistoryUnavailableException>(() => harness.TickAsync(Noon.AddMinutes(1), isRetry: true));
        await Assert.ThrowsAsync<HistoryUnavailableException>(() => harness.TickAsync(isRetry: true));
        harness.Fault = StorageFault.None;
        await harness.TryTickAsync(Noon.AddMinutes(2));
        Assert.Equal([Noon, Noon.AddMinutes(1), Noon.AddMinutes(2)], harness.Received);
    }

    [Fact]
    public async Task A_repeat_without_a_schedule_runs_no_check_again_either()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync());
        harness.Fault = StorageFault.RequestLost;
        await Assert.ThrowsAsync<HistoryUnavailableException>(() => harness.TickAsync());
        harness.Fault = StorageFault.None;
        await harness.TickAsync(isRetry: true);
        Assert.Equal(1, harness.RunsMade);
        Assert.Single(await harness.Table.RunsAsync());
    }

    [Fact]
    public async Task A_tick_delivered_to_two_instances_of_a_source_is_recorded_once()
    {
        var server = await servers.AzuriteAsync();
        using var harness = new RecorderHarness(server);
        await harness.TryTickAsync(Noon);
        var other = new TestTable(server.ConnectionString(), harness.Table.Options.Table);
        await other.NewWriter().WriteAsync([At(Noon, Down("database.default"))], TestContext.Current.CancellationToken);
        Assert.Equal(new RunCounts(1, 0, 0), (await harness.Table.DayAsync(new DateOnly(2026, 3, 14))).Find("database.default")!.Runs);
    }

    [Fact]
    public async Task A_timer_that_fires_a_little_early_is_recorded_in_the_minute_it_was_due()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync());
        await harness.TryTickAsync(Noon);
        harness.Time.AdjustTime(Noon.AddSeconds(59.99));
        await harness.TickAsync(Noon.AddMinutes(1));
        var minutes = (await harness.Table.DayAsync(new DateOnly(2026, 3, 14))).Find("database.default")!.Minutes;
        Assert.Equal(new MinuteCounts(2, 0, 0), minutes.Count(720, 722));
    }

    [Fact]
    public async Task A_tick_that_comes_late_is_recorded_when_it_ran()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync());
        harness.Time.AdjustTime(Noon.AddMinutes(7));
        await harness.TickAsync(Noon.AddMinutes(1));
        Assert.Equal(Noon.AddMinutes(7), Assert.Single(await harness.Table.RunsAsync()).Time);
    }

    [Fact]
    public async Task A_clock_that_jumps_back_loses_no_run_and_counts_no_minute_twice()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync());
        for (var minute = 0; minute < 6; minute++)
        {
            await harness.TryTickAsync(Noon.AddMinutes(minute));
        }

        // Three minutes back: the ticks of those minutes occur again, a little after the full minute, with new runs.
        harness.Verdict = Verdict.Down;
        for (var minute = 3; minute < 8; minute++)
        {
            harness.Time.AdjustTime(Noon.AddMinutes(minute).AddMilliseconds(20));
            await harness.TickAsync(Noon.AddMinutes(minute));
        }

        Assert.Equal(11, harness.RunsMade);
        var series = (await harness.Table.DayAsync(new DateOnly(2026, 3, 14))).Find("database.default")!;
        Assert.Equal(new RunCounts(6, 0, 5), series.Runs);
        Assert.Equal(new MinuteCounts(3, 0, 5), series.Minutes.Count(720, 730));
    }

    [Fact]
    public async Task A_full_queue_loses_its_oldest_runs_and_says_how_many()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync(), queueLength: 5);
        harness.Fault = StorageFault.RequestLost;
        for (var minute = 0; minute < 8; minute++)
        {
            await harness.TryTickAsync(Noon.AddMinutes(minute));
        }

        Assert.Equal(3, harness.Queue.Dropped);
        Assert.EndsWith("is lost, 1 in all", Assert.Single(harness.Log.Entries, e => e.Level == LogLevel.Error).Text, StringComparison.Ordinal);
        harness.Fault = StorageFault.None;
        await harness.TryTickAsync(Noon.AddMinutes(8));
        Assert.Contains((LogLevel.Information, "History can be written again; 0 runs wait, 4 were lost in all"), harness.Log.Entries);
        Assert.Equal(Enumerable.Range(0, 5).Select(i => Noon.AddMinutes(8 - i)), (await harness.Table.RunsAsync()).Select(run => run.Time));
    }

    [Fact]
    public async Task A_run_that_can_never_be_written_does_not_hold_up_the_others()
    {
        using var harness = new RecorderHarness(await servers.AzuriteAsync());
        harness.Fault = StorageFault.RequestLost;
        await harness.TryTickAsync(Noon);
        var usual = harness.Checks;
        harness.Checks = [.. Enumerable.Range(0, 4000).Select(i => $"check.{i}")];
        await harness.TryTickAsync(Noon.AddMinutes(1));
        harness.Checks = usual;
        harness.Fault = StorageFault.None;
        Assert.True(await harness.TryTickAsync(Noon.AddMinutes(2)));

        Assert.Equal(1, harness.Queue.Dropped);
        Assert.Equal([Noon.AddMinutes(2), Noon], (await harness.Table.RunsAsync()).Select(run => run.Time));
        Assert.Contains(harness.Log.Entries, e => e.Level == LogLevel.Error && e.Text.Contains("can never be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_storage_that_does_not_answer_fails_the_tick_in_time_and_keeps_the_run()
    {
        await using var silent = new AzuriteServer();
        await silent.StartAsync();
        using var harness = new RecorderHarness(silent, configure: options => options.Timeout = TimeSpan.FromSeconds(5));
        await harness.TryTickAsync(Noon);
        silent.Freeze();
        var tick = harness.TryTickAsync(Noon.AddMinutes(1));
        while (!tick.IsCompleted)
        {
            // The deadline runs on the test's clock.
            harness.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(tick, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
        }

        Assert.False(await tick);
        Assert.Equal(1, harness.Queue.Count);
        silent.Resume();
        Assert.True(await harness.TryTickAsync(Noon.AddMinutes(2)));
        Assert.Equal(3, (await harness.Table.RunsAsync()).Count);
    }
}
