using System.Diagnostics.Metrics;
using HealthFunction.Checks;
using HealthFunction.Tests.Checks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using HealthReport = HealthFunction.Checks.HealthReport;

namespace HealthFunction.Tests.Telemetry;

/// <summary>The runner's telemetry, received in the same process.</summary>
public sealed class RunTelemetryTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_run_is_counted_and_timed_by_its_group_and_state()
    {
        using var harness = new RunnerHarness(c => c.AddCheck("one.check", new ScriptedCheck()).AddCheck("two.check", Failing()));
        harness.Meters.Listen();

        await harness.Runner.RunAsync();
        await harness.Runner.GetAsync("one.check", TimeSpan.Zero);
        await harness.Runner.GetAsync("ready", TimeSpan.Zero);
        await harness.Runner.GetAsync("one", TimeSpan.Zero);

        string[] tags =
        [
            "healthfunction.run.group=all healthfunction.run.state=down",
            "healthfunction.run.group=one.check healthfunction.run.state=up",
            "healthfunction.run.group=ready healthfunction.run.state=down",
            "healthfunction.run.group=one healthfunction.run.state=up",
        ];
        Assert.Equal(tags, harness.Meters.Of("healthfunction.runs").Select(m => m.Tags));
        Assert.Equal(tags, harness.Meters.Of("healthfunction.run.duration").Select(m => m.Tags));
    }

    [Fact]
    public async Task An_attempt_is_timed_in_seconds_by_the_check_its_state_and_the_kind_of_its_error()
    {
        var deaf = new Gate();
        using var harness = new RunnerHarness(c => c.AddCheck("quick.check", Failing()).AddCheck("deaf.check", new ScriptedCheck(_ => deaf.PassAsync())));
        harness.Meters.Listen();

        var run = harness.Runner.RunAsync();
        await deaf.ReachedAsync();
        await harness.Log.WaitForAsync("quick.check is Down");
        harness.Time.Advance(Timeout);
        await run;

        Assert.Equal(
            [
                new Measured("healthfunction.check.duration", 0, "healthfunction.check.name=quick.check healthfunction.check.state=down error.type=connection refused"),
                new Measured("healthfunction.check.duration", 2, "healthfunction.check.name=deaf.check healthfunction.check.state=down error.type=timed out"),
            ],
            harness.Meters.Of("healthfunction.check.duration"));
        Assert.Equal(
            [new Measured("healthfunction.check.abandoned_attempts", 1, "healthfunction.check.name=deaf.check")],
            harness.Meters.Of("healthfunction.check.abandoned_attempts"));
    }

    [Fact]
    public async Task A_degraded_check_is_up_and_has_a_gauge_of_its_own()
    {
        using var harness = new RunnerHarness(c => c
            .AddCheck("fine.check", new ScriptedCheck())
            .AddCheck("long.queue", new ScriptedCheck(_ => Task.FromResult(HealthCheckResult.Degraded()))));
        harness.Meters.Listen();

        await harness.Runner.RunAsync();
        harness.Meters.Ask();

        Assert.Equal(
            [
                new Measured("healthfunction.check.degraded", 0, "healthfunction.check.name=fine.check"),
                new Measured("healthfunction.check.degraded", 1, "healthfunction.check.name=long.queue"),
            ],
            harness.Meters.Of("healthfunction.check.degraded"));
        Assert.All(harness.Meters.Of("healthfunction.check.duration"), m => Assert.EndsWith("healthfunction.check.state=up", m.Tags, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_days_of_a_certificate_are_a_gauge_of_the_checks_that_have_one()
    {
        var ends = CertificateData.Of(new DateTimeOffset(2026, 3, 5, 11, 0, 0, TimeSpan.Zero));
        using var harness = new RunnerHarness(c => c
            .AddCheck("plain.check", new ScriptedCheck())
            .AddCheck("secured.check", new ScriptedCheck(_ => Task.FromResult(HealthCheckResult.Healthy(data: ends)))));
        harness.Meters.Listen();

        await harness.Runner.RunAsync();
        harness.Meters.Ask();

        Assert.Equal(
            [new Measured("healthfunction.check.certificate_days", 3, "healthfunction.check.name=secured.check")],
            harness.Meters.Of("healthfunction.check.certificate_days"));
    }

    [Fact]
    public async Task A_check_that_is_stuck_has_a_state_and_no_attempt()
    {
        var deaf = new Gate();
        using var harness = new RunnerHarness(c => c.AddCheck("deaf.check", new ScriptedCheck(_ => deaf.PassAsync())));
        var first = harness.Runner.RunAsync();
        await deaf.ReachedAsync();
        harness.Time.Advance(Timeout);
        await first;
        harness.Time.Advance(Timeout);
        harness.Meters.Listen();

        await harness.Runner.RunAsync();
        harness.Meters.Ask();

        Assert.Empty(harness.Meters.Of("healthfunction.check.duration"));
        Assert.Equal([(0d, "up"), (0d, "down"), (1d, "unknown")], States(harness));
    }

    [Fact]
    public async Task Requests_that_share_a_run_are_counted_but_for_the_one_that_causes_it()
    {
        var gate = new Gate();
        using var harness = new RunnerHarness(c => c.AddCheck("slow.check", new ScriptedCheck(_ => gate.PassAsync())));
        harness.Meters.Listen();

        var running = harness.Runner.RunAsync();
        await gate.ReachedAsync();
        Task[] waiting = [harness.Runner.RunAsync(), harness.Runner.RunAsync(), harness.Runner.GetAsync(null, TimeSpan.Zero).AsTask()];
        gate.Open();
        await Task.WhenAll([running, .. waiting]);

        Assert.Equal(2, harness.Meters.Of("healthfunction.runs").Count());
        Assert.Equal(
            Enumerable.Repeat(new Measured("healthfunction.run.coalesced_requests", 1, "healthfunction.run.group=all"), 2),
            harness.Meters.Of("healthfunction.run.coalesced_requests"));
    }

    [Fact]
    public async Task The_state_of_a_check_is_the_last_one_and_is_reported_only_after_it_and_not_for_long()
    {
        var up = true;
        using var harness = new RunnerHarness(c => c.AddCheck(
            "one.check", new ScriptedCheck(_ => up ? Task.FromResult(HealthCheckResult.Healthy()) : throw new TimeoutException())));
        harness.Meters.Listen();
        harness.Meters.Ask();
        Assert.Empty(States(harness));

        await harness.Runner.RunAsync();
        harness.Meters.Ask();
        Assert.Equal([(1d, "up"), (0d, "down"), (0d, "unknown")], States(harness));

        up = false;
        await harness.Runner.RunAsync();
        harness.Meters.Ask();
        Assert.Equal([(0d, "up"), (1d, "down"), (0d, "unknown")], States(harness).Skip(3));

        harness.Time.Advance(TimeSpan.FromMinutes(5));
        harness.Meters.Ask();
        Assert.Equal(9, States(harness).Count());

        harness.Time.Advance(TimeSpan.FromMilliseconds(1));
        harness.Meters.Ask();
        Assert.Equal(9, States(harness).Count());
    }

    [Fact]
    public void Durations_are_counted_in_buckets_from_a_millisecond_to_the_longest_timeout()
    {
        using var meters = new TestMeters();
        _ = new RunTelemetry(meters, TimeProvider.System);
        meters.Listen();

        foreach (var name in new[] { "healthfunction.run.duration", "healthfunction.check.duration" })
        {
            var bounds = Assert.IsType<Histogram<double>>(meters.Instruments[name]).Advice!.HistogramBucketBoundaries!;
            Assert.Equal((0.001, CheckOptions.MaxTimeout.TotalSeconds), (bounds[0], bounds[^1]));
        }
    }

    [Fact]
    public async Task A_listener_that_throws_affects_no_answer()
    {
        using var harness = new RunnerHarness(c => c.AddCheck("one.check", new ScriptedCheck()));
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Scope == harness.Meters)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("listener"));
        listener.Start();

        Assert.Equal(Verdict.Up, (await harness.Runner.RunAsync()).Overall);
        Assert.Equal(Verdict.Up, (await harness.Runner.RunAsync()).Overall);
    }

    /// <summary>The limit is zero: this code runs for every probe of every edge.</summary>
    [Fact]
    public void Nothing_is_allocated_and_no_clock_is_read_without_a_listener()
    {
        using var meters = new TestMeters();
        var time = new CountingTime();
        var telemetry = new RunTelemetry(meters, time);
        var outcome = new CheckOutcome { Name = "one.check", Verdict = Verdict.Down, StartedAt = default, Duration = Timeout, Error = ErrorText.ConnectionRefused };
        var report = new HealthReport(default, 0, Timeout, [outcome]);
        Report();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Report();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, time.Reads);

        void Report()
        {
            telemetry.Joined("all");
            telemetry.Attempted(outcome, abandoned: true);
            telemetry.Ran("all", report);
        }
    }

    [Fact]
    public void Error_texts_with_figures_or_reasons_in_them_are_of_one_kind()
    {
        Assert.Equal("timed out", ErrorText.TimedOutAfter(TimeSpan.FromMilliseconds(1234)).Kind);
        Assert.Equal("unexpected status", ErrorText.UnexpectedStatus(418).Kind);
        Assert.True(DrainReason.TryParse("a new disk", out var reason));
        Assert.Equal("drained", ErrorText.Drained(reason).Kind);
        Assert.Equal(ErrorText.TlsFailure.Text, ErrorText.TlsFailure.Kind);
    }

    private static ScriptedCheck Failing() => new(_ => throw new ProbeException(ErrorText.ConnectionRefused));

    private static IEnumerable<(double Value, string State)> States(RunnerHarness harness) =>
        harness.Meters.Of("healthfunction.check.state").Select(m => (m.Value, m.Tags.Split("state=")[1]));

    private sealed class CountingTime : TimeProvider
    {
        public int Reads { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            Reads++;
            return base.GetUtcNow();
        }

        public override long GetTimestamp()
        {
            Reads++;
            return base.GetTimestamp();
        }
    }
}
