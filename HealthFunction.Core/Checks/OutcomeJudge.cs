using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Checks;

/// <summary>Converts the results and exceptions of checks to outcomes with public error texts.</summary>
/// <param name="scrub">Removes secrets from a text.</param>
/// <param name="withDetail">Whether outcomes carry the scrubbed message of the failure.</param>
/// <param name="stopping">Cancelled when the app begins to stop.</param>
internal sealed class OutcomeJudge(Func<string, string> scrub, bool withDetail, CancellationToken stopping = default)
{
    private const int MaxDetailLength = 500;

    public Func<string, string> Scrub => scrub;

    public CheckOutcome Judge(MonitoredCheck check, HealthCheckResult result, DateTimeOffset startedAt, TimeSpan duration)
    {
        var verdict = Read(result.Status, check);
        return verdict == Verdict.Up
            ? Answered(check, result, startedAt, duration)
            : result.Exception is ProbeException
                ? Judge(check, result.Exception, startedAt, duration)
                : Fail(check, verdict, Read(result.Exception, duration), result.Description ?? result.Exception?.Message, result.Exception, startedAt, duration);
    }

    public CheckOutcome Judge(MonitoredCheck check, Exception exception, DateTimeOffset startedAt, TimeSpan duration) =>
        exception is ProbeException probe
            ? Fail(check, probe.Verdict, probe.Error, probe.InnerException?.Message, probe, startedAt, duration)
            : Fail(check, Verdict.Down, Read(exception, duration), exception.Message, exception, startedAt, duration);

    /// <summary>
    /// <see cref="HealthStatus.Degraded"/> is a warning of a check that did get its answer, unless the check was registered to report
    /// failures that way. A probe throws when it fails.
    /// </summary>
    private static Verdict Read(HealthStatus status, MonitoredCheck check) => status switch
    {
        HealthStatus.Healthy => Verdict.Up,
        HealthStatus.Degraded when check.Traits.IsProbe || check.Registration.FailureStatus != HealthStatus.Degraded => Verdict.Up,
        _ => Verdict.Down,
    };

    private CheckOutcome Answered(MonitoredCheck check, HealthCheckResult result, DateTimeOffset startedAt, TimeSpan duration)
    {
        var certificateEnds = CertificateData.Read(result);
        var outcome = check.Outcome(Verdict.Up, null, startedAt, duration) with
        {
            CertificateEnds = certificateEnds,
            CertificateWarns = certificateEnds is not null && result.Status == HealthStatus.Degraded,
        };
        if (duration > check.Traits.SlowAfter)
        {
            return outcome with { Degraded = ErrorText.SlowerThan(check.Traits.SlowAfter.Value) };
        }

        if (result.Status != HealthStatus.Degraded)
        {
            return outcome;
        }

        return check.Traits.IsProbe && result.Description is { Length: > 0 } description
            ? outcome with { Degraded = ErrorText.OfProbe(description) }
            : outcome with
            {
                Degraded = NetworkFailure.Read(result.Exception) ?? ErrorText.Degraded,
                Detail = DetailOf(result.Description ?? result.Exception?.Message),
                Exception = result.Exception,
            };
    }

    private static ErrorText Read(Exception? exception, TimeSpan duration) =>
        NetworkFailure.Read(exception)
        ?? (exception is TimeoutException or OperationCanceledException ? ErrorText.TimedOutAfter(duration) : ErrorText.CheckFailed);

    /// <summary>
    /// Whether the stopping app caused the failure itself: it disposes of the clients of its checks and cancels their work. Such a
    /// failure is no evidence against the dependency; a refusal by the dependency is.
    /// </summary>
    private static bool IsOwnDoing(ErrorText error, Exception? exception)
    {
        if (error == ErrorText.CheckFailed || error == ErrorText.ConnectionLost)
        {
            return true;
        }

        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is ObjectDisposedException or OperationCanceledException)
            {
                return true;
            }
        }

        return false;
    }

    private CheckOutcome Fail(
        MonitoredCheck check, Verdict verdict, ErrorText error, string? message, Exception? exception, DateTimeOffset startedAt, TimeSpan duration)
    {
        if (stopping.IsCancellationRequested && IsOwnDoing(error, exception))
        {
            (verdict, error, message) = (Verdict.Unknown, ErrorText.ShuttingDown, null);
        }

        return check.Outcome(verdict, error, startedAt, duration) with
        {
            Detail = DetailOf(message),
            Exception = exception,
        };
    }

    private string? DetailOf(string? message) => withDetail && message is not null ? OneLine(scrub(message)) : null;

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxDetailLength ? line : string.Concat(line.AsSpan(0, MaxDetailLength), "…");
    }
}
