using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Checks;

/// <summary>
/// A registered check with what has to outlive its attempts: at most one attempt at a time, and at most one abandoned attempt
/// left behind.
/// </summary>
internal sealed class MonitoredCheck
{
    /// <summary>How long an attempt that was told to stop may take to do so before it counts as stuck.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _time;
    private readonly OutcomeJudge _judge;
    private readonly ILogger _logger;
    private readonly FreshCoalescer<CheckOutcome> _attempts;
    private CheckAttempt? _last;
    private Verdict? _lastVerdict;

    public MonitoredCheck(
        HealthCheckRegistration registration, TimeSpan defaultTimeout, IServiceProvider services, TimeProvider time, OutcomeJudge judge, ILogger logger)
    {
        Registration = registration;
        Services = services;
        Timeout = registration.Timeout > TimeSpan.Zero ? registration.Timeout : defaultTimeout;
        _time = time;
        _judge = judge;
        _logger = logger;
        _attempts = new FreshCoalescer<CheckOutcome>(AttemptAsync);
    }

    public HealthCheckRegistration Registration { get; }

    public IServiceProvider Services { get; }

    public string Name => Registration.Name;

    public TimeSpan Timeout { get; }

    /// <summary>
    /// A check registered with <see cref="HealthStatus.Degraded"/> as its failure status does not decide the overall verdict.
    /// </summary>
    public bool Critical => Registration.FailureStatus == HealthStatus.Unhealthy;

    /// <summary>The outcome of an attempt that starts after this call.</summary>
    public Task<CheckOutcome> RunAsync() => _attempts.JoinAsync();

    public CheckOutcome NotRun(ErrorText error) => new()
    {
        Name = Name,
        Critical = Critical,
        Verdict = Verdict.Unknown,
        StartedAt = _time.GetUtcNow(),
        Duration = TimeSpan.Zero,
        Error = error,
    };

    public CheckOutcome Judge(HealthCheckResult result, DateTimeOffset startedAt, TimeSpan duration) =>
        _judge.Judge(this, result, startedAt, duration);

    public CheckOutcome Judge(Exception exception, DateTimeOffset startedAt, TimeSpan duration) =>
        _judge.Judge(this, exception, startedAt, duration);

    public CheckOutcome TimedOut(DateTimeOffset startedAt, TimeSpan duration) => new()
    {
        Name = Name,
        Critical = Critical,
        Verdict = Verdict.Down,
        StartedAt = startedAt,
        Duration = duration,
        Error = ErrorText.TimedOutAfter(Timeout),
    };

    public void LogLateEnd(CheckOutcome outcome, TimeSpan late) => CheckLog.LateEnd(_logger, Name, late.TotalMilliseconds, outcome.Verdict);

    public void LogDisposalFailed(Exception exception) => CheckLog.DisposalFailed(_logger, Name, _judge.Scrub(exception.ToString()));

    private async Task<CheckOutcome> AttemptAsync()
    {
        var outcome = await AttemptUnlessStuckAsync().ConfigureAwait(false);
        LogTransition(outcome);
        return outcome;
    }

    private async ValueTask<CheckOutcome> AttemptUnlessStuckAsync()
    {
        var timeout = Timeout;
        if (_last is { Ended.IsCompleted: false } earlier)
        {
            var waitingSince = _time.GetTimestamp();
            if (!await EndsInGraceAsync(earlier).ConfigureAwait(false))
            {
                return NotRun(ErrorText.EarlierAttemptStuck);
            }

            timeout -= _time.GetElapsedTime(waitingSince);
        }

        var attempt = CheckAttempt.Start(this, timeout, _time);
        _last = attempt;
        return await attempt.Outcome.ConfigureAwait(false);
    }

    /// <summary>
    /// An attempt is told to stop at the instant at which it is answered for. Without some grace the next run, which often starts
    /// at that same instant, would find it alive and call a dependency unknown that was merely slow.
    /// </summary>
    private async ValueTask<bool> EndsInGraceAsync(CheckAttempt earlier)
    {
        var grace = TimeSpan.FromTicks(Math.Min(StopGrace.Ticks, Timeout.Ticks / 2)) - earlier.SinceOutcome;
        if (grace > TimeSpan.Zero)
        {
            try
            {
                await earlier.Ended.WaitAsync(grace, _time).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        return earlier.Ended.IsCompleted;
    }

    private void LogTransition(CheckOutcome outcome)
    {
        var changed = outcome.Verdict != (_lastVerdict ?? Verdict.Up);
        _lastVerdict = outcome.Verdict;
        if (outcome.Verdict == Verdict.Up)
        {
            if (changed)
            {
                CheckLog.Recovered(_logger, Name, outcome.Duration.TotalMilliseconds);
            }

            return;
        }

        var level = changed ? LogLevel.Warning : LogLevel.Debug;
        if (_logger.IsEnabled(level))
        {
            var failure = outcome.Exception is { } e ? _judge.Scrub(e.ToString()) : "";
            CheckLog.Failed(_logger, level, Name, outcome.Verdict, outcome.Error!.Text, outcome.Duration.TotalMilliseconds, failure);
        }
    }
}
