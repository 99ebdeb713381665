using System.Collections.Concurrent;
using System.Diagnostics;
using HealthFunction.Checks;
using HealthFunction.Tests.Checks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using HealthReport = HealthFunction.Checks.HealthReport;

namespace HealthFunction.Tests.Telemetry;

/// <summary>The process has one activity source, so each test recognises its own spans by the names of its checks.</summary>
public sealed class RunTraceTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly string _check = "trace." + Guid.NewGuid().ToString("N");

    public RunTraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RunTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_run_is_a_span_without_parent_and_each_check_a_child_of_it_with_its_own_times()
    {
        using var caller = new Activity("caller").Start();
        using var harness = new RunnerHarness(c => c.AddCheck(_check, new ScriptedCheck()));

        await harness.Runner.GetAsync(_check, TimeSpan.Zero);

        var run = Run();
        var check = Check();
        Assert.Equal((default, ActivityKind.Internal, ActivityStatusCode.Unset), (run.ParentSpanId, run.Kind, run.Status));
        Assert.NotEqual(caller.TraceId, run.TraceId);
        Assert.Equal((run.SpanId, run.TraceId), (check.ParentSpanId, check.TraceId));
        Assert.Equal(harness.Time.GetUtcNow().UtcDateTime, run.StartTimeUtc);
        Assert.Equal(
            [new("healthfunction.check.name", _check), new("healthfunction.check.state", "up"), new("healthfunction.check.critical", true)],
            check.TagObjects);
    }

    [Fact]
    public async Task A_degraded_check_is_no_error_and_has_the_kind_of_the_reason()
    {
        using var harness = new RunnerHarness(
            c => c.AddCheck(_check, new ScriptedCheck(_ => Task.FromResult(HealthCheckResult.Degraded("certificate ends in 9 days")))),
            traits: new() { [_check] = new CheckTraits { IsProbe = true } });

        await harness.Runner.GetAsync(_check, TimeSpan.Zero);

        var check = Check();
        Assert.Equal((ActivityStatusCode.Unset, "certificate ends in days"), (check.Status, check.GetTagItem("healthfunction.check.degraded")));
        Assert.Equal(ActivityStatusCode.Unset, Run().Status);
    }

    [Fact]
    public async Task A_failed_check_has_status_error_with_the_public_text_and_nothing_of_the_exception()
    {
        using var harness = new RunnerHarness(
            c => c.AddCheck(_check, new ScriptedCheck(_ => throw new ProbeException(ErrorText.UnexpectedStatus(418), new InvalidOperationException("the secret of db.internal")))),
            withDetail: true);

        await harness.Runner.GetAsync(_check, TimeSpan.Zero);

        var check = Check();
        Assert.Equal((ActivityStatusCode.Error, "unexpected status 418"), (check.Status, check.StatusDescription));
        Assert.Equal("unexpected status", check.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, Run().Status);
        Assert.All(
            new[] { Run(), check },
            a => Assert.DoesNotContain("secret", string.Join(' ', a.TagObjects) + a.StatusDescription + string.Join(' ', a.Events.SelectMany(e => e.Tags)), StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_says_its_group_and_its_state_and_of_a_drained_deployment_why_it_is_down()
    {
        var outcome = new CheckOutcome { Name = _check, Verdict = Verdict.Up, StartedAt = default, Duration = TimeSpan.Zero };
        Assert.True(DrainReason.TryParse("upgrade #17", out var reason));

        RunTrace.Write(_check, new HealthReport(default, 0, TimeSpan.Zero, [outcome], drain: reason));

        Assert.Equal(
            [new("healthfunction.run.group", _check), new("healthfunction.run.state", "down"), new("error.type", "drained")], Run().TagObjects);
        Assert.Equal((ActivityStatusCode.Error, ActivityStatusCode.Unset), (Run().Status, Check().Status));
    }

    [Fact]
    public void An_outcome_that_is_given_again_has_no_span()
    {
        var outcome = new CheckOutcome { Name = _check, Verdict = Verdict.Up, StartedAt = default, Duration = TimeSpan.Zero, Age = TimeSpan.FromSeconds(1) };

        RunTrace.Write(_check, new HealthReport(default, 0, TimeSpan.Zero, [outcome]));

        Assert.Equal([$"run {_check}"], _ended.Select(a => a.OperationName).Where(name => name.EndsWith(_check, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_running_check_sees_no_trace_so_that_none_reaches_a_dependency()
    {
        Activity? seen = new("none");
        using var caller = new Activity("caller").Start();
        using var harness = new RunnerHarness(c => c.AddCheck(_check, new ScriptedCheck(_ =>
        {
            seen = Activity.Current;
            return Task.FromResult(HealthCheckResult.Healthy());
        })));

        await harness.Runner.GetAsync(_check, TimeSpan.Zero);

        Assert.Null(seen);
        Assert.Same(caller, Activity.Current);
    }

    [Fact]
    public void Times_are_those_of_the_report()
    {
        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var outcome = new CheckOutcome { Name = _check, Verdict = Verdict.Up, StartedAt = start.AddSeconds(1), Duration = TimeSpan.FromSeconds(2) };

        RunTrace.Write(_check, new HealthReport(start, 0, TimeSpan.FromSeconds(4), [outcome]));

        Assert.Equal((start.UtcDateTime, TimeSpan.FromSeconds(4)), (Run().StartTimeUtc, Run().Duration));
        Assert.Equal((start.UtcDateTime.AddSeconds(1), TimeSpan.FromSeconds(2)), (Check().StartTimeUtc, Check().Duration));
    }

    private Activity Run() => Assert.Single(_ended, a => a.OperationName == $"run {_check}");

    private Activity Check() => Assert.Single(_ended, a => a.OperationName == $"check {_check}");
}
