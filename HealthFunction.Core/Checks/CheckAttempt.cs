namespace HealthFunction.Checks;

/// <summary>
/// One attempt at one check. Its task has the outcome at the deadline at the latest, whatever the check does: a check that blocks its
/// thread, ignores its token or never ends is abandoned, and its outcome is a timeout.
/// </summary>
/// <remarks>It is its own completion source: a run allocates one of these for each check, and nothing else.</remarks>
internal sealed class CheckAttempt(MonitoredCheck check)
    : TaskCompletionSource<CheckOutcome>(TaskCreationOptions.RunContinuationsAsynchronously), IThreadPoolWorkItem
{
    private static readonly TaskCompletionSource AlreadyEnded = new();

    private CancellationTokenSource? _cancellation;
    private Moment _start;
    private long _outcomeTimestamp;
    private TaskCompletionSource? _ended;
    private bool _isClosed;
    private bool _isAnswered;
    private bool _isAbandoned;

    /// <summary>The maximum time from the start of the attempt to its outcome.</summary>
    public TimeSpan Timeout { get; private set; }

    /// <summary>Whether the attempt has not begun, so that it may answer a request that arrives now.</summary>
    public bool IsOpen => !Volatile.Read(ref _isClosed);

    /// <summary>When it began, which is before the check's code is called.</summary>
    public Moment Begun { get; private set; }

    /// <summary>Whether the check's code was called; some attempts are answered without calling it.</summary>
    public bool IsCalled => _cancellation is not null;

    /// <summary>Whether the check's code has ended, which may be long after the outcome.</summary>
    public bool HasEnded => ReferenceEquals(Volatile.Read(ref _ended), AlreadyEnded);

    public bool IsAnswered => Volatile.Read(ref _isAnswered);

    /// <summary>The time since the attempt had its outcome; the check's code may still be running.</summary>
    public TimeSpan SinceOutcome => check.Time.GetElapsedTime(_outcomeTimestamp);

    public TimeSpan Elapsed => _start.Elapsed(check.Time);

    /// <summary>Call when the attempt begins, before anything is done for it.</summary>
    public void Close()
    {
        // With a full fence: everyone sees the change before a clock is read or anything is sent.
        Interlocked.Exchange(ref _isClosed, true);
        Begun = Moment.Now(check.Time);
    }

    /// <summary>Starts the time of <see cref="Elapsed"/>.</summary>
    public void Start(TimeSpan timeout, CancellationTokenSource cancellation)
    {
        Timeout = timeout;
        _cancellation = cancellation;
        _start = Moment.Now(check.Time);
    }

    /// <summary>Completes once <see cref="HasEnded"/>.</summary>
    public Task WhenEndedAsync()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = Interlocked.CompareExchange(ref _ended, waiting, null) ?? waiting;
        return ReferenceEquals(ended, AlreadyEnded) ? System.Threading.Tasks.Task.CompletedTask : ended.Task;
    }

    /// <summary>
    /// Completes the attempt as timed out, unless it has an outcome. Returns at once, because the thread of all deadlines calls it.
    /// </summary>
    public void Abandon()
    {
        if (TryAnswer())
        {
            _isAbandoned = true;

            // Not Cancel(), because a callback that a client registered on the token may block. And before the outcome is published,
            // because the next attempt may then reuse the token.
            _ = _cancellation!.CancelAsync();
            ThreadPool.UnsafeQueueUserWorkItem(
                static attempt => attempt.Publish(attempt.TimedOut()), this, preferLocal: false);
        }
    }

    /// <summary>Sets the outcome of an attempt for which the check was not called.</summary>
    public void Answer(CheckOutcome outcome)
    {
        if (TryAnswer())
        {
            Publish(outcome);
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        try
        {
            var outcome = await CallAsync().ConfigureAwait(false);
            if (!check.Code.HasScope)
            {
                // Before the outcome is published, because a caller that has it may start the next attempt. A scope is disposed of after
                // it.
                End();
            }

            if (TryAnswer())
            {
                Publish(outcome);
            }
            else
            {
                check.Reporter.ReportLateEnd(outcome.Verdict, SinceOutcome);
            }
        }
        finally
        {
            if (!HasEnded)
            {
                await EndScopeAsync().ConfigureAwait(false);
                End();
            }
        }
    }

    private async ValueTask<CheckOutcome> CallAsync()
    {
        try
        {
            var result = await check.Code.CallAsync(_cancellation!.Token).ConfigureAwait(false);
            return check.Judge.Judge(check, result, _start.At, Elapsed);
        }
#pragma warning disable CA1031 // Whatever a check throws is its outcome.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return check.Judge.Judge(check, e, _start.At, Elapsed);
        }
    }

    private async ValueTask EndScopeAsync()
    {
        try
        {
            await check.Code.EndScopeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The outcome is known; a service that fails to go away does not change it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            check.Reporter.ReportDisposal(e);
        }
    }

    private CheckOutcome TimedOut() => check.Outcome(Verdict.Down, ErrorText.TimedOutAfter(check.Timeout), _start.At, Timeout);

    private bool TryAnswer()
    {
        if (IsAnswered)
        {
            return false;
        }

        // Before anyone can see that there is an outcome. If two threads race here, both write nearly the same time.
        _outcomeTimestamp = check.Time.GetTimestamp();
        return !Interlocked.Exchange(ref _isAnswered, true);
    }

    private void Publish(CheckOutcome outcome)
    {
        check.Reporter.Report(outcome, IsCalled, _isAbandoned);
        check.Answered(outcome);
        SetResult(outcome);
    }

    private void End() => Interlocked.Exchange(ref _ended, AlreadyEnded)?.SetResult();
}
