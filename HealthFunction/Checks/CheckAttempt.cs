namespace HealthFunction.Checks;

/// <summary>
/// One attempt at one check. Its task has the outcome at the deadline at the latest, whatever the check does: a check that blocks
/// its thread, ignores its token or never ends is answered for and left behind.
/// </summary>
/// <remarks>It is its own completion source: every run allocates one of these for each check, and nothing else.</remarks>
internal sealed class CheckAttempt(MonitoredCheck check)
    : TaskCompletionSource<CheckOutcome>(TaskCreationOptions.RunContinuationsAsynchronously), IThreadPoolWorkItem
{
    private static readonly TaskCompletionSource AlreadyEnded = new();

    private CancellationTokenSource? _cancellation;
    private DateTimeOffset _startedAt;
    private long _startTimestamp;
    private long _outcomeTimestamp;
    private TaskCompletionSource? _ended;
    private bool _isAnswered;

    /// <summary>How long it may take, counted from its start.</summary>
    public TimeSpan Timeout { get; private set; }

    /// <summary>Whether the check's code was ever called; an attempt may be answered for without.</summary>
    public bool HasStarted => _cancellation is not null;

    /// <summary>Whether the check's own code has really ended, which may be long after the outcome.</summary>
    public bool HasEnded => ReferenceEquals(Volatile.Read(ref _ended), AlreadyEnded);

    /// <summary>Whether it was answered for at its deadline.</summary>
    public bool IsAbandoned { get; private set; }

    public bool IsAnswered => Volatile.Read(ref _isAnswered);

    /// <summary>How long ago the attempt was answered or given up; its own code may still be at work.</summary>
    public TimeSpan SinceOutcome => check.Time.GetElapsedTime(_outcomeTimestamp);

    public TimeSpan Elapsed => check.Time.GetElapsedTime(_startTimestamp);

    /// <summary>From here on <see cref="Elapsed"/> counts.</summary>
    public void Start(TimeSpan timeout, CancellationTokenSource cancellation)
    {
        Timeout = timeout;
        _cancellation = cancellation;
        _startedAt = check.Time.GetUtcNow();
        _startTimestamp = check.Time.GetTimestamp();
    }

    /// <summary>Completes once <see cref="HasEnded"/>.</summary>
    public Task WhenEndedAsync()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = Interlocked.CompareExchange(ref _ended, waiting, null) ?? waiting;
        return ReferenceEquals(ended, AlreadyEnded) ? System.Threading.Tasks.Task.CompletedTask : ended.Task;
    }

    /// <summary>Answers for the check, unless it has answered.</summary>
    public void Abandon()
    {
        if (TryAnswer())
        {
            IsAbandoned = true;
            // Not Cancel(): what a client registered on the token may block, and nobody's answer may wait for that. Before the outcome
            // is there, since the next attempt may take over the token.
            _ = _cancellation!.CancelAsync();
            check.Publish(this, check.TimedOut(_startedAt, Timeout));
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        try
        {
            var outcome = await CallAsync().ConfigureAwait(false);
            if (!check.HasScope)
            {
                // Before the outcome is there, since whoever gets it may start the next attempt. But no outcome waits for a disposal.
                End();
            }

            if (TryAnswer())
            {
                check.Publish(this, outcome);
            }
            else
            {
                check.LogLateEnd(outcome, SinceOutcome);
            }
        }
        finally
        {
            if (!HasEnded)
            {
                await check.EndScopeAsync().ConfigureAwait(false);
                End();
            }
        }
    }

    private async ValueTask<CheckOutcome> CallAsync()
    {
        try
        {
            var result = await check.CallAsync(_cancellation!.Token).ConfigureAwait(false);
            return check.Judge(result, _startedAt, Elapsed);
        }
#pragma warning disable CA1031 // Whatever a check throws is its outcome.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return check.Judge(e, _startedAt, Elapsed);
        }
    }

    private bool TryAnswer()
    {
        if (IsAnswered)
        {
            return false;
        }

        // Before anybody can see that it is answered. Whoever loses the race comes at the same instant.
        _outcomeTimestamp = check.Time.GetTimestamp();
        return !Interlocked.Exchange(ref _isAnswered, true);
    }

    private void End() => Interlocked.Exchange(ref _ended, AlreadyEnded)?.SetResult();
}
