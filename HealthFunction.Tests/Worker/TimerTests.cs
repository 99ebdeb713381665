using System.Text.Json;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Worker;

/// <summary>The timer function on the real worker, and the resulting answers of the history routes.</summary>
[Collection(nameof(OneWorker))]
public sealed class TimerTests(BreakableWorker worker) : IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        await worker.StartAsync();

        // A tick is on time within its minute, so the test must not begin at the end of one.
        await Until.TrueAsync(() => TimeProvider.System.GetUtcNow().Second < 50, "the minute is young");
    }

    public ValueTask DisposeAsync()
    {
        worker.Mend();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_tick_is_recorded_under_its_scheduled_time_and_once_however_often_it_is_delivered()
    {
        var before = await HistoryAsync();
        var tick = Now();

        var first = await TimerTick.SendAsync(worker.App, tick);
        var asked = worker.Endpoint.Asked;
        var replayed = await TimerTick.SendAsync(worker.App, tick);
        var repeated = await TimerTick.SendAsync(worker.App, tick, retryCount: 1);

        Assert.All([first, replayed, repeated], result => Assert.True(result.IsSuccess, result.Fault));
        Assert.Equal(before.Prepend(tick), await HistoryAsync());
        Assert.Equal(asked, worker.Endpoint.Asked);
    }

    [Fact]
    public async Task A_tick_of_a_timer_without_a_schedule_is_recorded_too()
    {
        var before = await HistoryAsync();
        var begin = Now();

        var result = await TimerTick.SendAsync(worker.App, next: null);

        Assert.True(result.IsSuccess, result.Fault);
        var after = await HistoryAsync();
        Assert.Equal(before, after[1..]);
        Assert.InRange(after[0], begin, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task A_run_that_cannot_be_written_fails_the_tick_so_that_the_host_repeats_it_and_is_written_later_with_its_own_time()
    {
        var before = await HistoryAsync();
        var asked = worker.Endpoint.Asked;
        worker.History.Fault = Fault.Refuse;
        var lost = Now();
        var failed = await TimerTick.SendAsync(worker.App, lost);
        var repeated = await TimerTick.SendAsync(worker.App, lost, retryCount: 1);
        var missed = Now();
        var later = await TimerTick.SendAsync(worker.App, missed);
        worker.History.Fault = Fault.None;
        var good = Now();
        var written = await TimerTick.SendAsync(worker.App, good);

        // Reported once, not with every tick.
        Assert.Equal([false, false, true, true], new[] { failed, repeated, later, written }.Select(r => r.IsSuccess));
        Assert.Contains("HistoryUnavailableException", failed.Fault, StringComparison.Ordinal);
        worker.Secrets.AssertAbsent(failed.Fault + repeated.Fault + worker.App.Said);
        Assert.Equal(new[] { good, missed, lost }.Concat(before), await HistoryAsync());
        Assert.Equal(asked + 3, worker.Endpoint.Asked);
    }

    /// <summary>To the millisecond, as it is recorded.</summary>
    private static DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The times of the recorded runs, newest first.</summary>
    private async Task<DateTimeOffset[]> HistoryAsync()
    {
        var json = await worker.App.Client.GetStringAsync(new Uri("api/history?limit=1000", UriKind.Relative), TestContext.Current.CancellationToken);
        return [.. JsonDocument.Parse(json).RootElement.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("time").GetDateTimeOffset())];
    }
}
