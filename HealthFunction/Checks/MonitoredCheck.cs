using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Checks;

/// <summary>
/// A registered check with what has to outlive its attempts: at most one attempt at a time, and at most one abandoned attempt
/// left behind.
/// </summary>
#pragma warning disable CA1001 // The token source has neither a timer nor a wait handle to free, and a check left behind may still use it.
internal sealed class MonitoredCheck
#pragma warning restore CA1001
{
    /// <summary>How long an attempt that was told to stop may take to do so before it counts as stuck.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(250);

    /// <summary>A machine that had no time for the waiting may have none left for the attempt; it is made all the same.</summary>
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(1);

    private readonly OutcomeJudge _judge;
    private readonly RunTelemetry _telemetry;
    private readonly ILogger _logger;
    private readonly HealthCheckContext _context;
    private readonly CheckScope _scope;
    private readonly AttemptDeadline _deadline;
    private readonly Lock _lock = new();
    private CancellationTokenSource _cancellation = new();
    private CheckAttempt? _current;
    private CheckAttempt? _next;
    private CheckAttempt? _last;
    private CheckOutcome? _lastOutcome;

    public MonitoredCheck(
        HealthCheckRegistration registration,
        TimeSpan defaultTimeout,
        IServiceProvider services,
        TimeProvider time,
        OutcomeJudge judge,
        RunTelemetry telemetry,
        ILogger logger)
    {
        Registration = registration;
        Time = time;
        Timeout = registration.Timeout > TimeSpan.Zero ? registration.Timeout : defaultTimeout;
        _judge = judge;
        _telemetry = telemetry;
        _logger = logger;
        _context = new HealthCheckContext { Registration = registration };
        _scope = new CheckScope(services);
        _deadline = new AttemptDeadline(Timeout, time);
    }

    public HealthCheckRegistration Registration { get; }

    public TimeProvider Time { get; }

    public string Name => Registration.Name;

    public TimeSpan Timeout { get; }

    /// <summary>
    /// A check registered with <see cref="HealthStatus.Degraded"/> as its failure status does not decide the overall verdict.
    /// </summary>
    public bool Critical => Registration.FailureStatus == HealthStatus.Unhealthy;

    /// <summary>Whether the attempt under way has asked for a service.</summary>
    public bool HasScope => _scope.IsOpen;

    /// <summary>What was found last; null before the first time.</summary>
    public CheckOutcome? LastOutcome => Volatile.Read(ref _lastOutcome);

    /// <summary>The outcome of an attempt that starts after this call.</summary>
    /// <remarks>As <see cref="FreshCoalescer{T}"/> has it, without what that allocates: an attempt not yet started is the batch.</remarks>
    public Task<CheckOutcome> RunAsync()
    {
        CheckAttempt attempt;
        lock (_lock)
        {
            if (_current is not null)
            {
                return (_next ??= new CheckAttempt(this)).Task;
            }

            attempt = _current = new CheckAttempt(this);
        }

        Begin(attempt);
        return attempt.Task;
    }

    /// <summary>Calls the check's own code, on the caller's thread and for as long as it likes.</summary>
    public Task<HealthCheckResult> CallAsync(CancellationToken cancellationToken) =>
        Registration.Factory(_scope).CheckHealthAsync(_context, cancellationToken);

    /// <summary>Gives the attempt's outcome to those who wait, and goes on with the next attempt if somebody waits for that.</summary>
    public void Publish(CheckAttempt attempt, CheckOutcome outcome)
    {
        TryTell(attempt, outcome);
        CheckAttempt? next;
        lock (_lock)
        {
            _last = attempt.HasStarted ? attempt : _last;
            (_current, _next) = (_next, null);
            next = _current;
        }

        attempt.SetResult(outcome);
        if (next is not null)
        {
            Begin(next);
        }
    }

    public async ValueTask EndScopeAsync()
    {
        try
        {
            await _scope.EndAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The outcome is known; a service that fails to go away does not change it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            CheckLog.DisposalFailed(_logger, Name, _judge.Scrub(e.ToString()));
        }
    }

    public CheckOutcome NotRun(ErrorText error) => new()
    {
        Name = Name,
        Critical = Critical,
        Verdict = Verdict.Unknown,
        StartedAt = Time.GetUtcNow(),
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

    private void Begin(CheckAttempt attempt)
    {
        if (_last is { HasEnded: false } earlier)
        {
            _ = BeginUnlessStuckAsync(attempt, earlier);
        }
        else
        {
            Start(attempt, Timeout);
        }
    }

    private async Task BeginUnlessStuckAsync(CheckAttempt attempt, CheckAttempt earlier)
    {
        var waitingSince = Time.GetTimestamp();
        if (await EndsInGraceAsync(earlier).ConfigureAwait(false))
        {
            var rest = Timeout - Time.GetElapsedTime(waitingSince);
            Start(attempt, rest > ShortestRest ? rest : ShortestRest);
        }
        else
        {
            // On a stack of its own: those who are answered at once may be back at once, and again, for as long as it is stuck.
            await Task.Yield();
            Publish(attempt, NotRun(ErrorText.EarlierAttemptStuck));
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
        // Its own work item: a check that blocks before its first await must hold up neither the others nor the deadline.
        ThreadPool.UnsafeQueueUserWorkItem(attempt, preferLocal: false);
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
                await earlier.WhenEndedAsync().WaitAsync(grace, Time).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        return earlier.HasEnded;
    }

    private void TryTell(CheckAttempt attempt, CheckOutcome outcome)
    {
        try
        {
            LogTransition(outcome);
            if (attempt.HasStarted)
            {
                _telemetry.Attempted(outcome, attempt.IsAbandoned);
            }
        }
#pragma warning disable CA1031 // Whoever waits for the outcome is to have it, even where it cannot be told to anybody else.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private void LogTransition(CheckOutcome outcome)
    {
        var changed = outcome.Verdict != (_lastOutcome?.Verdict ?? Verdict.Up);
        Volatile.Write(ref _lastOutcome, outcome);
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
