using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Checks;

/// <summary>
/// A registered check and the state between its attempts: at most one attempt is under way, at most one waits, and at most one was
/// abandoned and has not ended.
/// </summary>
#pragma warning disable CA1001 // The token source has neither a timer nor a wait handle to free, and an abandoned attempt may still use it.
internal sealed class MonitoredCheck
#pragma warning restore CA1001
{
    /// <summary>After this time, an abandoned attempt that has not ended counts as stuck.</summary>
    private static readonly TimeSpan MaxStopTime = TimeSpan.FromMilliseconds(250);

    /// <summary>On a busy machine the wait for the previous attempt may use up the time of this one; the attempt is made anyway.</summary>
    private static readonly TimeSpan MinTimeLeft = TimeSpan.FromMilliseconds(1);

    /// <summary>Timers are not exact: without this, a period of five minutes would often be six.</summary>
    private static readonly TimeSpan MaxJitter = TimeSpan.FromSeconds(1);

    private readonly AttemptDeadline _deadline;
    private readonly Lock _lock = new();
    private CancellationTokenSource _cancellation = new();
    private CheckAttempt? _last;
    private CheckAttempt? _current;
    private CheckAttempt? _next;
    private bool _isNextDue;
    private KeptOutcome? _kept;

    public MonitoredCheck(
        HealthCheckRegistration registration,
        CheckTraits traits,
        TimeSpan defaultTimeout,
        CheckCode code,
        OutcomeJudge judge,
        AttemptReporter reporter,
        TimeProvider time)
    {
        Registration = registration;
        Traits = traits with { Tags = [.. CheckNames.TagsOf(registration)] };
        Timeout = registration.Timeout > TimeSpan.Zero ? registration.Timeout : defaultTimeout;
        Code = code;
        Judge = judge;
        Reporter = reporter;
        Time = time;
        _deadline = new AttemptDeadline(Timeout, time);
    }

    public HealthCheckRegistration Registration { get; }

    public CheckTraits Traits { get; }

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

    /// <summary>
    /// The attempt that begins next; all runs that reserve one before it begins share it. It begins when one of them asks for that.
    /// </summary>
    /// <param name="underWay">The attempt under way; null when there is none.</param>
    public CheckAttempt Reserve(out CheckAttempt? underWay)
    {
        lock (_lock)
        {
            underWay = _current;
            return _next ??= new CheckAttempt(this);
        }
    }

    /// <summary>Begins a reserved attempt as soon as no other is under way, unless it has already begun.</summary>
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

    /// <summary>Call when the attempt under way has its outcome, before the outcome is published.</summary>
    public void Answered(CheckOutcome outcome)
    {
        CheckAttempt? next = null;
        lock (_lock)
        {
            if (_current!.IsCalled)
            {
                _last = _current;

                // Nothing is learned from UNKNOWN: the next run tries again.
                _kept = Traits.Every is null || outcome.Verdict == Verdict.Unknown ? null : new KeptOutcome(outcome, _current.Begun);
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
        Traits = Traits,
    };

    /// <summary>The outcome if the check is not called.</summary>
    public CheckOutcome NotAsked(ErrorText error) => Outcome(Verdict.Unknown, error, Time.GetUtcNow(), TimeSpan.Zero);

    private CheckAttempt TakeNext()
    {
        var next = _next!;
        (_current, _next, _isNextDue) = (next, null, false);

        // From here on, a run that begins later cannot share this attempt.
        next.Close();
        return next;
    }

    private void StartAfterLast(CheckAttempt attempt)
    {
        if (Kept() is { } outcome)
        {
            // On a new stack, for the reason below.
            ThreadPool.UnsafeQueueUserWorkItem(static s => s.Attempt.Answer(s.Outcome), (Attempt: attempt, Outcome: outcome), preferLocal: false);
        }
        else if (_last is { HasEnded: false } last)
        {
            _ = StartUnlessStuckAsync(attempt, last);
        }
        else
        {
            Start(attempt, Timeout);
        }
    }

    /// <summary>The last outcome, if it is too early to call the check again.</summary>
    private CheckOutcome? Kept() => _kept is { } kept && kept.Begun.Elapsed(Time) is var age && age + MaxJitter < Traits.Every
        ? kept.Outcome with { Age = age }
        : null;

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
            // On a new stack: callers that are answered synchronously may call again synchronously, many times.
            await Task.Yield();
            attempt.Answer(NotAsked(ErrorText.EarlierAttemptStuck));
        }
    }

    private void Start(CheckAttempt attempt, TimeSpan timeout)
    {
        // The previous attempt has ended, so none of its callbacks is left on the token.
        if (!_cancellation.TryReset())
        {
            _cancellation = new CancellationTokenSource();
        }

        attempt.Start(timeout, _cancellation);
        _deadline.Watch(attempt);
        Code.Queue(attempt);
    }

    /// <summary>
    /// An attempt is cancelled at the moment when it is abandoned. Often the next run begins at that same moment. Without some time to
    /// end, it would find the attempt alive and report UNKNOWN for a dependency that was merely slow.
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

    private sealed record KeptOutcome(CheckOutcome Outcome, Moment Begun);
}
