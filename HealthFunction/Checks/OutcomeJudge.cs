using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Checks;

/// <summary>Turns what a check returned or threw into an outcome with a public error text.</summary>
/// <param name="scrub">Takes secrets out of a text.</param>
/// <param name="withDetail">Whether outcomes carry the scrubbed message of the failure.</param>
internal sealed class OutcomeJudge(Func<string, string> scrub, bool withDetail)
{
    private const int LongestDetail = 500;

    public string Scrub(string text) => scrub(text);

    public CheckOutcome Judge(MonitoredCheck check, HealthCheckResult result, DateTimeOffset startedAt, TimeSpan duration)
    {
        var verdict = Read(result.Status, check.Registration.FailureStatus);
        return verdict == Verdict.Up
            ? new CheckOutcome { Name = check.Name, Critical = check.Critical, Verdict = verdict, StartedAt = startedAt, Duration = duration }
            : result.Exception is ProbeException
                ? Judge(check, result.Exception, startedAt, duration)
                : Fail(check, verdict, Read(result.Exception, duration), result.Description ?? result.Exception?.Message, result.Exception, startedAt, duration);
    }

    public CheckOutcome Judge(MonitoredCheck check, Exception exception, DateTimeOffset startedAt, TimeSpan duration) =>
        exception is ProbeException probe
            ? Fail(check, probe.Verdict, probe.Error, probe.InnerException?.Message, probe, startedAt, duration)
            : Fail(check, Verdict.Down, Read(exception, duration), exception.Message, exception, startedAt, duration);

    /// <summary>
    /// <see cref="HealthStatus.Degraded"/> is a warning of a check that did get its answer, unless it is what the check was
    /// registered to say on failure.
    /// </summary>
    private static Verdict Read(HealthStatus status, HealthStatus failureStatus) => status switch
    {
        HealthStatus.Healthy => Verdict.Up,
        HealthStatus.Degraded when failureStatus != HealthStatus.Degraded => Verdict.Up,
        _ => Verdict.Down,
    };

    private static ErrorText Read(Exception? exception, TimeSpan duration) =>
        NetworkFailure.Read(exception)
        ?? (exception is TimeoutException or OperationCanceledException ? ErrorText.TimedOutAfter(duration) : ErrorText.CheckFailed);

    private CheckOutcome Fail(
        MonitoredCheck check, Verdict verdict, ErrorText error, string? message, Exception? exception, DateTimeOffset startedAt, TimeSpan duration) => new()
        {
            Name = check.Name,
            Critical = check.Critical,
            Verdict = verdict,
            StartedAt = startedAt,
            Duration = duration,
            Error = error,
            Detail = withDetail && message is not null ? OneLine(scrub(message)) : null,
            Exception = exception,
        };

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= LongestDetail ? line : string.Concat(line.AsSpan(0, LongestDetail), "…");
    }
}
