using System.Diagnostics;

namespace HealthFunction.Checks;

/// <summary>
/// One span for a run, with a child for each check. They are written after the run, from its report, so a sampler knows the result when
/// it decides, and no trace context reaches the dependencies. A run belongs to no caller, so it is the root of its trace. The requests
/// that it answers are not linked: each would have to pass its context to the run that it joins.
/// </summary>
internal static class RunTrace
{
    private static readonly ActivitySource Source = new(RunTelemetry.SourceName);

    public static void Write(string group, HealthReport report)
    {
        if (!Source.HasListeners())
        {
            return;
        }

        using var run = Source.StartActivity(
            ActivityKind.Internal,
            tags: [new(RunTelemetry.Group, group), new(RunTelemetry.RunState, VerdictText.LowerOf(report.Overall))],
            startTime: report.StartedAt,
            name: $"run {group}");
        if (run is not { IsAllDataRequested: true })
        {
            return;
        }

        // An outcome that is given again is no attempt of this run.
        foreach (var check in report.Checks.Where(c => c.Age is null))
        {
            Write(run, check);
        }

        if (report.Drain is { } reason)
        {
            run.SetTag(RunTelemetry.ErrorType, ErrorText.Drained(reason).Kind);
        }

        if (report.Overall != Verdict.Up)
        {
            run.SetStatus(ActivityStatusCode.Error);
        }

        run.SetEndTime((report.StartedAt + report.Duration).UtcDateTime);
    }

    private static void Write(Activity run, CheckOutcome check)
    {
        using var span = Source.StartActivity(
            ActivityKind.Internal,
            run.Context,
            [
                new(RunTelemetry.CheckName, check.Name),
                new(RunTelemetry.CheckState, VerdictText.LowerOf(check.Verdict)),
                new("healthfunction.check.critical", check.Critical),
            ],
            startTime: check.StartedAt,
            name: $"check {check.Name}");
        if (span is null)
        {
            return;
        }

        // Only the public text: the exception is logged, scrubbed.
        if (check.Error is { } error)
        {
            span.SetTag(RunTelemetry.ErrorType, error.Kind);
            span.SetStatus(ActivityStatusCode.Error, error.Text);
        }

        // A warning is no error: the span keeps its status.
        if (check.Degraded is { } reason)
        {
            span.SetTag(RunTelemetry.CheckDegraded, reason.Kind);
        }

        span.SetEndTime((check.StartedAt + check.Duration).UtcDateTime);
    }
}
