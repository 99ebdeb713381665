using System.Threading.Channels;
using HealthFunction.AspNetCore.Timers;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.AspNetCore;

public sealed class RecordingTimerTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly Recordings _recordings = new();
    private readonly LogRecorder _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Runs_are_recorded_at_the_times_of_the_schedule_in_UTC()
    {
        using var timer = await StartAsync("0 * * * * *");

        await _clock.RunToAsync(new TimeOnly(12, 1, 0));
        var first = await _recordings.NextAsync();
        await _clock.RunToAsync(new TimeOnly(12, 2, 0));
        var second = await _recordings.NextAsync();

        Assert.Equal((At(12, 1), At(12, 2)), (first.Due, second.Due));
        Assert.Equal(DateTimeKind.Utc, second.Due!.Value.Kind);
        Assert.Equal(0, first.Retry);
    }

    [Fact]
    public async Task A_long_wait_is_made_of_short_ones()
    {
        using var timer = await StartAsync("0 0 13 * * *");

        await _clock.RunToAsync(new TimeOnly(13, 0, 0));

        Assert.Equal(At(13, 0), (await _recordings.NextAsync()).Due);
    }

    [Fact]
    public async Task Recordings_do_not_overlap_and_missed_ticks_are_made_up_for_once()
    {
        _recordings.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = await StartAsync("0 * * * * *");
        await _clock.RunToAsync(new TimeOnly(12, 1, 0));
        _ = await _recordings.NextAsync();

        _clock.Advance(TimeSpan.FromMinutes(5));
        var held = _recordings.Hold;
        _recordings.Hold = null;
        held.SetResult();
        var late = await _recordings.NextAsync();
        await _clock.RunToAsync(new TimeOnly(12, 7, 0));
        var next = await _recordings.NextAsync();

        Assert.Equal((At(12, 2), At(12, 7)), (late.Due, next.Due));
        Assert.Equal(1, _recordings.MaxAtOnce);
    }

    [Fact]
    public async Task A_failed_recording_is_repeated_twice_ten_seconds_apart_and_logged()
    {
        _recordings.Failures = int.MaxValue;
        using var timer = await StartAsync("0 * * * * *");
        await _clock.RunToAsync(new TimeOnly(12, 1, 0));

        var runs = new List<Recording> { await _recordings.NextAsync() };
        await _clock.RunToAsync(new TimeOnly(12, 1, 10));
        runs.Add(await _recordings.NextAsync());
        await _clock.RunToAsync(new TimeOnly(12, 1, 20));
        runs.Add(await _recordings.NextAsync());
        await _clock.RunToAsync(new TimeOnly(12, 2, 0));
        runs.Add(await _recordings.NextAsync());

        Assert.Equal([(At(12, 1), 0), (At(12, 1), 1), (At(12, 1), 2), (At(12, 2), 0)], runs.Select(run => (run.Due!.Value, run.Retry)));
        Assert.True(_logs.Entries.Count(entry => entry.Level == LogLevel.Error) >= 3);
    }

    [Fact]
    public async Task A_recording_that_succeeds_is_not_repeated()
    {
        _recordings.Failures = 1;
        using var timer = await StartAsync("0 * * * * *");
        await _clock.RunToAsync(new TimeOnly(12, 1, 0));
        _ = await _recordings.NextAsync();
        await _clock.RunToAsync(new TimeOnly(12, 1, 10));
        var retry = await _recordings.NextAsync();
        await _clock.RunToAsync(new TimeOnly(12, 2, 0));
        var next = await _recordings.NextAsync();

        Assert.Equal((1, 0), (retry.Retry, next.Retry));
        Assert.Equal(At(12, 2), next.Due);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_repeats_no_tick_and_leaves_none_out()
    {
        using var timer = await StartAsync("0 * * * * *");
        await _clock.RunToAsync(new TimeOnly(12, 1, 0));
        _ = await _recordings.NextAsync();
        await _clock.RunToAsync(new TimeOnly(12, 2, 0));
        _ = await _recordings.NextAsync();

        // Before the first tick that was made: the ticks up to there are new, those after were made. It is noticed within a minute.
        _ = await _clock.NextWaitAsync();
        _clock.SetBackTo(new TimeOnly(11, 58, 30));
        _clock.Advance(TimeSpan.FromMinutes(1));
        List<DateTime?> due = [(await _recordings.NextAsync()).Due];
        foreach (var time in new[] { new TimeOnly(12, 0), new TimeOnly(12, 3) })
        {
            await _clock.RunToAsync(time);
            due.Add((await _recordings.NextAsync()).Due);
        }

        Assert.Equal([At(11, 59), At(12, 0), At(12, 3)], due);
    }

    [Fact]
    public async Task A_run_outside_of_the_schedule_has_no_due_time_and_leaves_the_schedule_alone()
    {
        using var timer = await StartAsync("0 * * * * *");

        timer.RecordSoon();
        var asked = await _recordings.NextAsync();
        await _clock.RunToAsync(new TimeOnly(12, 1, 0));
        var scheduled = await _recordings.NextAsync();

        Assert.Null(asked.Due);
        Assert.Equal(At(12, 1), scheduled.Due);
    }

    [Fact]
    public async Task Any_number_of_requests_during_a_run_cause_one_more()
    {
        _recordings.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = await StartAsync("0 * * * * *");
        timer.RecordSoon();
        _ = await _recordings.NextAsync();

        for (var i = 0; i < 1000; i++)
        {
            timer.RecordSoon();
        }

        var held = _recordings.Hold;
        _recordings.Hold = null;
        held.SetResult();
        Assert.Null((await _recordings.NextAsync()).Due);
        await _clock.RunToAsync(new TimeOnly(12, 1, 0));
        Assert.Equal(At(12, 1), (await _recordings.NextAsync()).Due);
        Assert.Equal(1, _recordings.MaxAtOnce);
    }

    [Fact]
    public async Task Stopping_cancels_a_recording_and_waits_for_its_end()
    {
        _recordings.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = await StartAsync("0 * * * * *");
        await _clock.RunToAsync(new TimeOnly(12, 1, 0));
        var run = await _recordings.NextAsync();

        await timer.StoppingAsync(Patience.Token);
        var stop = timer.StopAsync(Patience.Token);
        await run.Cancelled.WaitAsync(Patience.Token);
        Assert.False(stop.IsCompleted);
        _recordings.Hold.SetCanceled(Patience.Token);
        await stop;

        Assert.DoesNotContain(_logs.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData(null, 12, 1, 0)]
    [InlineData("", 12, 1, 0)]
    [InlineData("15 * * * * *", 12, 0, 45)]
    [InlineData("*/5 * * * *", 12, 5, 0)]
    public void The_schedule_is_NCRONTAB_of_six_or_five_fields_and_each_minute_without_one(string? expression, int hour, int minute, int second)
    {
        var next = RecordingSchedule.TryParse(expression)!.Next(new DateTimeOffset(2030, 1, 1, 12, 0, 30, TimeSpan.Zero));

        Assert.Equal(expression == "15 * * * * *" ? At(12, 1, 15) : At(hour, minute, second), next.UtcDateTime);
    }

    [Theory]
    [InlineData("every minute")]
    [InlineData("00:01:00")]
    [InlineData("0 61 * * * *")]
    public void Anything_else_is_not_a_schedule(string expression) => Assert.Null(RecordingSchedule.TryParse(expression));

    private static DateTime At(int hour, int minute, int second = 0) => new(2030, 1, 1, hour, minute, second, DateTimeKind.Utc);

    private async Task<RecordingTimer> StartAsync(string schedule)
    {
        var logger = new LoggerFactory([_logs]).CreateLogger<RecordingTimer>();
        var timer = new RecordingTimer(_recordings.RecordAsync, () => RecordingSchedule.TryParse(schedule)!, _clock, logger);
        await timer.StartedAsync(Patience.Token);
        return timer;
    }

    internal sealed record Recording(DateTime? Due, int Retry, Task Cancelled);

    private sealed class Recordings
    {
        private readonly Channel<Recording> _started = Channel.CreateUnbounded<Recording>();
        private int _inside;

        public int Failures { get; set; }

        public TaskCompletionSource? Hold { get; set; }

        public int MaxAtOnce { get; private set; }

        public ValueTask<Recording> NextAsync() => _started.Reader.ReadAsync(Patience.Token);

        public async Task RecordAsync(DateTime? due, int retryCount, CancellationToken cancellationToken)
        {
            MaxAtOnce = Math.Max(MaxAtOnce, Interlocked.Increment(ref _inside));
            try
            {
                var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                cancellationToken.Register(cancelled.SetResult);
                _started.Writer.TryWrite(new Recording(due, retryCount, cancelled.Task));
                if (Hold is { } hold)
                {
                    await hold.Task;
                }

                if (Failures-- > 0)
                {
                    throw new InvalidOperationException("as asked");
                }
            }
            finally
            {
                Interlocked.Decrement(ref _inside);
            }
        }
    }
}
