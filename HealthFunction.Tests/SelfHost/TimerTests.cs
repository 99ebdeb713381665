using System.Threading.Channels;
using HealthFunction.SelfHost.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.SelfHost;

public sealed class TimerTests
{
    private readonly ManualClock _clock = new();
    private readonly Runs _runs = new();

    [Fact]
    public async Task A_timer_runs_at_its_times_in_UTC_and_is_told_its_status()
    {
        await using var host = await StartAsync<EveryMinute>();

        await _clock.RunToAsync(new TimeOnly(12, 1, 0));
        var first = await _runs.NextAsync();
        await _clock.RunToAsync(new TimeOnly(12, 2, 0));
        var second = await _runs.NextAsync();

        Assert.Equal((At(12, 1), false), (first.StartedAt, first.Timer.IsPastDue));
        Assert.Equal((default, At(12, 1)), (first.Timer.ScheduleStatus!.Last, first.Timer.ScheduleStatus.Next));
        Assert.Equal((At(12, 1), At(12, 2)), (second.Timer.ScheduleStatus!.Last, second.Timer.ScheduleStatus.Next));
        Assert.Equal(DateTimeKind.Utc, second.Timer.ScheduleStatus.Next.Kind);
        Assert.Equal((0, 0), (first.Retry, first.MaxRetry));
    }

    [Fact]
    public async Task A_long_wait_is_made_of_short_ones()
    {
        await using var host = await StartAsync<AtOne>();

        await _clock.RunToAsync(new TimeOnly(13, 0, 0));

        Assert.Equal(At(13, 0), (await _runs.NextAsync()).StartedAt);
    }

    [Fact]
    public async Task A_schedule_of_less_than_a_minute_has_no_status()
    {
        await using var host = await StartAsync<EveryTenSeconds>();

        await _clock.RunToAsync(new TimeOnly(12, 0, 40));

        var run = await _runs.NextAsync();
        Assert.Equal(At(12, 0, 40), run.StartedAt);
        Assert.Null(run.Timer.ScheduleStatus);
    }

    [Fact]
    public async Task A_run_never_overlaps_with_itself_and_missed_times_are_made_up_for_once()
    {
        _runs.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await StartAsync<EveryMinute>();
        await _clock.RunToAsync(new TimeOnly(12, 1, 0));
        _ = await _runs.NextAsync();

        _clock.Advance(TimeSpan.FromMinutes(5));
        var held = _runs.Hold;
        _runs.Hold = null;
        held.SetResult();
        var late = await _runs.NextAsync();
        await _clock.RunToAsync(new TimeOnly(12, 7, 0));
        var next = await _runs.NextAsync();

        Assert.Equal((At(12, 6), true), (late.StartedAt, late.Timer.IsPastDue));
        Assert.Equal(At(12, 2), late.Timer.ScheduleStatus!.Next);
        Assert.Equal((At(12, 7), false), (next.StartedAt, next.Timer.IsPastDue));
        Assert.Equal(1, _runs.Most);
    }

    [Fact]
    public async Task A_failed_run_is_retried_as_often_and_as_late_as_it_says()
    {
        _runs.Failures = int.MaxValue;
        await using var host = await StartAsync<Retried>();
        await _clock.RunToAsync(new TimeOnly(12, 1, 0));

        var runs = new List<Run> { await _runs.NextAsync() };
        await _clock.RunToAsync(new TimeOnly(12, 1, 5));
        runs.Add(await _runs.NextAsync());
        await _clock.RunToAsync(new TimeOnly(12, 1, 10));
        runs.Add(await _runs.NextAsync());
        await _clock.RunToAsync(new TimeOnly(12, 2, 0));
        runs.Add(await _runs.NextAsync());

        Assert.Equal([(0, 2), (1, 2), (2, 2), (0, 2)], runs.Select(run => (run.Retry, run.MaxRetry)));
        Assert.Equal([At(12, 1), At(12, 1, 5), At(12, 1, 10), At(12, 2)], runs.Select(run => run.StartedAt));
        Assert.True(host.Logs.Entries.Count(entry => entry.Level == LogLevel.Error) >= 3);
    }

    [Fact]
    public async Task A_run_that_succeeds_is_not_retried()
    {
        _runs.Failures = 1;
        await using var host = await StartAsync<Retried>();
        await _clock.RunToAsync(new TimeOnly(12, 1, 0));
        _ = await _runs.NextAsync();
        await _clock.RunToAsync(new TimeOnly(12, 1, 5));
        var retry = await _runs.NextAsync();
        await _clock.RunToAsync(new TimeOnly(12, 2, 0));
        var next = await _runs.NextAsync();

        Assert.Equal((1, 0), (retry.Retry, next.Retry));
        Assert.Equal(At(12, 2), next.StartedAt);
    }

    [Fact]
    public void Exponential_retries_wait_twice_as_long_each_time_up_to_the_maximum()
    {
        var policy = new RetryPolicy(new ExponentialBackoffRetryAttribute(-1, "00:00:02", "00:00:15"));

        Assert.Equal([2, 4, 8, 15, 15], Enumerable.Range(0, 5).Select(retries => policy.Delay(retries).TotalSeconds));
        Assert.Equal(15, policy.Delay(5000).TotalSeconds);
        Assert.True(policy.Allows(int.MaxValue));
    }

    [Fact]
    public async Task RunOnStartup_runs_at_once_and_then_on_schedule()
    {
        await using var host = await StartAsync<OnStartup>();

        var first = await _runs.NextAsync();
        await _clock.RunToAsync(new TimeOnly(12, 1, 0));
        var second = await _runs.NextAsync();

        Assert.Equal((At(12, 0, 30), At(12, 1)), (first.StartedAt, second.StartedAt));
        Assert.Equal(At(12, 0, 30), second.Timer.ScheduleStatus!.Last);
    }

    [Fact]
    public async Task A_setting_in_the_schedule_is_resolved()
    {
        await using var host = await StartAsync<FromSetting>("""{"Values": {"Schedule__Of__Test": "15 * * * * *"}}""");

        await _clock.RunToAsync(new TimeOnly(12, 1, 15));

        Assert.Equal(At(12, 1, 15), (await _runs.NextAsync()).StartedAt);
    }

    [Theory]
    [InlineData(null, "'%Schedule:Of:Test%' does not resolve to a value")]
    [InlineData("every minute", "the schedule 'every minute' is no NCRONTAB expression such as '0 */5 * * * *'")]
    [InlineData("00:01:00", "the schedule '00:01:00' is no NCRONTAB expression such as '0 */5 * * * *'")]
    public async Task A_schedule_that_cannot_be_had_puts_that_function_in_error_and_no_other(string? schedule, string fault)
    {
        await using var host = Host(schedule is null ? null : $$"""{"Values": {"Schedule__Of__Test": "{{schedule}}"} }""");
        await host.StartAsync(typeof(FromSetting), typeof(EveryMinute));

        await _clock.RunToAsync(new TimeOnly(12, 1, 0));
        _ = await _runs.NextAsync();

        var error = Assert.Single(host.Logs.Entries, entry => entry.Level == LogLevel.Error);
        Assert.Equal($"The function FromSetting is in error: {fault}", error.Message);
        Assert.Contains($"\tFromSetting: timerTrigger (in error: {fault})", host.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_cancels_a_run_and_waits_for_its_end()
    {
        _runs.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await StartAsync<EveryMinute>();
        await _clock.RunToAsync(new TimeOnly(12, 1, 0));
        var run = await _runs.NextAsync();

        var stop = host.Host.StopAsync(Patience.Token);
        await run.Cancelled.WaitAsync(Patience.Token);
        Assert.False(stop.IsCompleted);
        _runs.Hold.SetCanceled(Patience.Token);
        await stop;

        Assert.DoesNotContain(host.Logs.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_run_that_outlives_functionTimeout_is_told_to_end_and_waited_for()
    {
        _runs.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = Host(null, """{"version": "2.0", "functionTimeout": "00:03:00"}""");
        await host.StartAsync(typeof(EveryMinute));
        await _clock.RunToAsync(new TimeOnly(12, 1, 0));
        var run = await _runs.NextAsync();

        await _clock.RunToAsync(new TimeOnly(12, 4, 0));
        await run.Cancelled.WaitAsync(Patience.Token);
        var held = _runs.Hold;
        _runs.Hold = null;
        held.SetResult();
        var next = await _runs.NextAsync();

        Assert.True(next.Timer.IsPastDue);
        Assert.Equal(1, _runs.Most);
        Assert.Contains(host.Logs.Entries, entry => entry.Level == LogLevel.Error && entry.Message.Contains("functionTimeout", StringComparison.Ordinal));
    }

    private static DateTime At(int hour, int minute, int second = 0) => new(2030, 1, 1, hour, minute, second, DateTimeKind.Utc);

    private HostUnderTest Host(string? localSettings, string hostJson = """{"version": "2.0", "functionTimeout": "-1"}""") => new()
    {
        HostJson = hostJson,
        LocalSettings = localSettings,
        Services = services => services.AddSingleton<TimeProvider>(_clock).AddSingleton(_runs),
    };

    private async Task<HostUnderTest> StartAsync<T>(string? localSettings = null)
    {
        var host = Host(localSettings);
        await host.StartAsync(typeof(T));
        return host;
    }

    internal sealed record Run(DateTime StartedAt, TimerInfo Timer, int Retry, int MaxRetry, Task Cancelled);

    internal sealed class Runs
    {
        private readonly Channel<Run> _started = Channel.CreateUnbounded<Run>();
        private int _inside;

        public int Failures { get; set; }

        public TaskCompletionSource? Hold { get; set; }

        public int Most { get; private set; }

        public ValueTask<Run> NextAsync() => _started.Reader.ReadAsync(Patience.Token);

        public async Task RunAsync(TimerInfo timer, FunctionContext context)
        {
            Most = Math.Max(Most, Interlocked.Increment(ref _inside));
            try
            {
                var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                context.CancellationToken.Register(cancelled.SetResult);
                var now = context.InstanceServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
                _started.Writer.TryWrite(new Run(now, timer, context.RetryContext.RetryCount, context.RetryContext.MaxRetryCount, cancelled.Task));
                if (Hold is { } hold)
                {
                    await hold.Task;
                }

                if (Failures-- > 0)
                {
                    throw new InvalidOperationException("as told");
                }
            }
            finally
            {
                Interlocked.Decrement(ref _inside);
            }
        }
    }

    internal sealed class EveryMinute(Runs runs)
    {
        [Function(nameof(EveryMinute))]
        public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer, FunctionContext context) => runs.RunAsync(timer, context);
    }

    internal sealed class AtOne(Runs runs)
    {
        [Function(nameof(AtOne))]
        public Task Run([TimerTrigger("0 0 13 * * *")] TimerInfo timer, FunctionContext context) => runs.RunAsync(timer, context);
    }

    internal sealed class EveryTenSeconds(Runs runs)
    {
        [Function(nameof(EveryTenSeconds))]
        public Task Run([TimerTrigger("*/10 * * * * *")] TimerInfo timer, FunctionContext context) => runs.RunAsync(timer, context);
    }

    internal sealed class Retried(Runs runs)
    {
        [Function(nameof(Retried))]
        [FixedDelayRetry(2, "00:00:05")]
        public Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer, FunctionContext context) => runs.RunAsync(timer, context);
    }

    internal sealed class OnStartup(Runs runs)
    {
        [Function(nameof(OnStartup))]
        public Task Run([TimerTrigger("0 * * * * *", RunOnStartup = true)] TimerInfo timer, FunctionContext context) => runs.RunAsync(timer, context);
    }

    internal sealed class FromSetting(Runs runs)
    {
        [Function(nameof(FromSetting))]
        public Task Run([TimerTrigger("%Schedule:Of:Test%")] TimerInfo timer, FunctionContext context) => runs.RunAsync(timer, context);
    }
}
