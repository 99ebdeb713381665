using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Checks;

/// <summary>
/// A registered check with what outlives its attempts: at most one attempt is under way, at most one waits for its turn, and at most
/// one was abandoned and has not ended.
/// </summary>
#pragma warning disable CA1001 // The token source has neither a timer nor a wait handle to free, and an abandoned attempt may still use it.
internal sealed class MonitoredCheck
#pragma warning restore CA1001
{
    /// <summary>How long an abandoned attempt may take to end before it counts as stuck.</summary>
    private static readonly TimeSpan MaxStopTime = TimeSpan.FromMilliseconds(250);

    /// <summary>On a busy machine the wait for the attempt before may use up the time of this one; it is made all the same.</summary>
    private static readonly TimeSpan MinTimeLeft = TimeSpan.FromMilliseconds(1);

    private readonly AttemptDeadline _deadline;
    private readonly Lock _lock = new();
    private CancellationTokenSource _cancellation = new();
    private CheckAttempt? _last;
    private CheckAttempt? _current;
    private CheckAttempt? _next;
    private bool _isNextDue;

    public MonitoredCheck(
        HealthCheckRegistration registration, TimeSpan defaultTimeout, CheckCode code, OutcomeJudge judge, AttemptReporter reporter, TimeProvider time)
    {
        Registration = registration;
        Timeout = registration.Timeout > TimeSpan.Zero ? registration.Timeout : defaultTimeout;
        Code = code;
        Judge = judge;
        Reporter = reporter;
        Time = time;
        _deadline = new AttemptDeadline(Timeout, time);
    }

    public HealthCheckRegistration Registration { get; }

    public string Name => Registration.Name;

    public TimeSpan Timeout { get; }

    /// <summary>
    /// A check registered with <see cref="HealthStatus.Degraded"/> as its failure status does not decide the overall verdict.
    /// </summary>
    public bool Critical => Registration.FailureStatus == HealthStatus.Unhealthy;

    public CheckCode Code { get; }

    public OutcomeJudge Judge { get; }

    public AttemptReporter Reporter { get; }

    public TimeProvider Time { get; }

    /// <summary>The attempt that begins next, for as many runs as reserve it before it does. It begins once one of them asks for it.</summary>
    /// <param name="underWay">The attempt under way; null when there is none.</param>
    public CheckAttempt Reserve(out CheckAttempt? underWay)
    {
        lock (_lock)
        {
            underWay = _current;
            return _next ??= new CheckAttempt(this);
        }
    }

    /// <summary>Begins a reserved attempt as soon as no other is under way, unless it has begun.</summary>
    public void Begin(CheckAttempt reserved)
    {
        lock (_lock)
        {
            if (reserved != _next)
            {
                return;
            }

            _isNextDue = true;
            if (_current is not null)
            {
                return;
            }

            TakeNext();
        }

        StartAfterLast(reserved);
    }

    /// <summary>Call when the attempt under way has its outcome, before anyone else knows.</summary>
    public void Answered()
    {
        CheckAttempt? next = null;
        lock (_lock)
        {
            if (_current!.IsCalled)
            {
                _last = _current;
            }

            _current = null;
            if (_isNextDue)
            {
                next = TakeNext();
            }
        }

        if (next is not null)
        {
            StartAfterLast(next);
        }
    }

    public CheckOutcome Outcome(Verdict verdict, ErrorText? error, DateTimeOffset startedAt, TimeSpan duration) => new()
    {
        Name = Name,
        Critical = Critical,
        Verdict = verdict,
        StartedAt = startedAt,
        Duration = duration,
        Error = error,
    };

    /// <summary>The outcome where the check was not asked.</summary>
    public CheckOutcome NotAsked(ErrorText error) => Outcome(Verdict.Unknown, error, Time.GetUtcNow(), TimeSpan.Zero);

    private CheckAttempt TakeNext()
    {
        var next = _next!;
        (_current, _next, _isNextDue) = (next, null, false);

        // From here on no run that begins later may have it.
        next.Close();
        return next;
    }

    private void StartAfterLast(CheckAttempt attempt)
    {
        if (_last is { HasEnded: false } last)
        {
            _ = StartUnlessStuckAsync(attempt, last);
        }
        else
        {
            Start(attempt, Timeout);
        }
    }

    private async Task StartUnlessStuckAsync(CheckAttempt attempt, CheckAttempt last)
    {
        var waitingSince = Time.GetTimestamp();
        if (await EndsInTimeAsync(last).ConfigureAwait(false))
        {
            var left = Timeout - Time.GetElapsedTime(waitingSince);
            Start(attempt, left > MinTimeLeft ? left : MinTimeLeft);
        }
        else
        {
            // On a stack of its own: callers that are answered at once may be back at once, again and again.
            await Task.Yield();
            attempt.Answer(NotAsked(ErrorText.EarlierAttemptStuck));
        }
    }

    private void Start(CheckAttempt attempt, TimeSpan timeout)
    {
        // The attempt before has ended, so that nothing of it is left on the token.
        if (!_cancellation.TryReset())
        {
            _cancellation = new CancellationTokenSource();
        }

        attempt.Start(timeout, _cancellation);
        _deadline.Watch(attempt);
        Code.Queue(attempt);
    }

    /// <summary>
    /// An attempt is cancelled at the instant at which it is abandoned. Without some time to end in, the next run, which often begins
    /// at that same instant, would find it alive and call a dependency unknown that was merely slow.
    /// </summary>
    private async ValueTask<bool> EndsInTimeAsync(CheckAttempt last)
    {
        var left = TimeSpan.FromTicks(Math.Min(MaxStopTime.Ticks, Timeout.Ticks / 2)) - last.SinceOutcome;
        if (left > TimeSpan.Zero)
        {
            try
            {
                await last.WhenEndedAsync().WaitAsync(left, Time).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        return last.HasEnded;
    }
}
