using Microsoft.Extensions.Logging;

namespace HealthFunction.Checks;

/// <summary>Logs and measures the attempts of one check, one after the other.</summary>
internal sealed class AttemptReporter(string check, Func<string, string> scrub, RunTelemetry telemetry, ILogger logger)
{
    /// <summary>A check near its limit changes with almost every run, and anybody can cause runs.</summary>
    private static readonly TimeSpan MinLogInterval = TimeSpan.FromMinutes(1);

    private CheckOutcome? _last;
    private DateTimeOffset _degradedLogged;
    private bool _isDegradedLogged;

    /// <summary>The last outcome; null before the first one.</summary>
    public CheckOutcome? Last => Volatile.Read(ref _last);

    /// <param name="outcome">The outcome of the attempt.</param>
    /// <param name="isAttempt">Whether the check's code was called; it is not called while an earlier attempt is stuck.</param>
    /// <param name="isAbandoned">Whether the attempt was abandoned at its deadline.</param>
    public void Report(CheckOutcome outcome, bool isAttempt, bool isAbandoned)
    {
        try
        {
            if (isAttempt)
            {
                telemetry.Attempted(outcome, isAbandoned);
            }

            LogTransition(outcome);
        }
#pragma warning disable CA1031 // The caller gets the outcome, whatever a log or a listener throws.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    /// <param name="verdict">The verdict of the attempt after it was abandoned.</param>
    /// <param name="late">The time since it was abandoned.</param>
    public void ReportLateEnd(Verdict verdict, TimeSpan late) => CheckLog.LateEnd(logger, check, late.TotalMilliseconds, verdict);

    public void ReportDisposal(Exception failure) => CheckLog.DisposalFailed(logger, check, scrub(failure.ToString()));

    private void LogTransition(CheckOutcome outcome)
    {
        var changed = outcome.Verdict != (_last?.Verdict ?? Verdict.Up);
        var wasDegraded = _last?.Degraded is not null;
        Volatile.Write(ref _last, outcome);
        if (outcome.Verdict == Verdict.Up)
        {
            if (changed)
            {
                CheckLog.Recovered(logger, check, outcome.Duration.TotalMilliseconds);
            }

            LogDegradation(outcome, wasDegraded);
            return;
        }

        var level = changed ? LogLevel.Warning : LogLevel.Debug;
        if (logger.IsEnabled(level))
        {
            var failure = outcome.Exception is { } e ? scrub(e.ToString()) : "";
            CheckLog.Failed(logger, level, check, outcome.Verdict, outcome.Error!.Text, outcome.Duration.TotalMilliseconds, failure);
        }
    }

    private void LogDegradation(CheckOutcome outcome, bool wasDegraded)
    {
        if (outcome.Degraded is not { } reason)
        {
            if (wasDegraded)
            {
                var level = _isDegradedLogged ? LogLevel.Information : LogLevel.Debug;
                CheckLog.NoLongerDegraded(logger, level, check, outcome.Duration.TotalMilliseconds);
            }

            return;
        }

        if (wasDegraded)
        {
            return;
        }

        _isDegradedLogged = outcome.StartedAt - _degradedLogged >= MinLogInterval;
        if (_isDegradedLogged)
        {
            _degradedLogged = outcome.StartedAt;
        }

        var beginning = _isDegradedLogged ? LogLevel.Warning : LogLevel.Debug;
        if (logger.IsEnabled(beginning))
        {
            var description = scrub(outcome.Exception?.ToString() ?? outcome.Detail ?? "");
            CheckLog.Degraded(logger, beginning, check, reason.Text, outcome.Duration.TotalMilliseconds, description);
        }
    }
}
