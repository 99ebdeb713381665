namespace HealthFunction.Checks;

/// <summary>
/// Abandons the current attempt at its deadline. One timer serves all attempts of a check, and an attempt that ends in time does not
/// touch it: when the timer fires, it looks at the current attempt and waits for the rest of its time. So under load the timer is set
/// once per timeout and not twice per attempt.
/// </summary>
#pragma warning disable CA1001 // It lives as long as the app.
internal sealed class AttemptDeadline
#pragma warning restore CA1001
{
    /// <summary>The system's timers count in milliseconds and may fire this much early.</summary>
    private static readonly TimeSpan MaxEarly = TimeSpan.FromMilliseconds(1);

    /// <summary>A timer accepts at most 49 days; for a longer wait it is set again.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly TimeSpan _maxTimeout;
    private readonly ITimer _timer;
    private CheckAttempt? _attempt;
    private bool _isSet;

    /// <param name="maxTimeout">No attempt has a longer timeout.</param>
    /// <param name="time">The clock.</param>
    public AttemptDeadline(TimeSpan maxTimeout, TimeProvider time)
    {
        _maxTimeout = maxTimeout;

        // The timer must not keep the execution context of the first caller.
        using AsyncFlowControl? withoutContext = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        _timer = ThreadTimers.For(time)
            .CreateTimer(static state => ((AttemptDeadline)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Call when an attempt starts. The previous attempt has its outcome by then.</summary>
    public void Watch(CheckAttempt attempt)
    {
        lock (_lock)
        {
            _attempt = attempt;
            if (!_isSet || attempt.Timeout < _maxTimeout)
            {
                Set(attempt.Timeout);
            }
        }
    }

    private void Look()
    {
        CheckAttempt attempt;
        lock (_lock)
        {
            _isSet = false;
            if (_attempt is not { IsAnswered: false })
            {
                return;
            }

            attempt = _attempt;
            if (attempt.Timeout - attempt.Elapsed is var rest && rest >= MaxEarly)
            {
                Set(rest);
                return;
            }
        }

        attempt.Abandon();
    }

    private void Set(TimeSpan due)
    {
        _isSet = true;
        _timer.Change(due < MaxWait ? due : MaxWait, Timeout.InfiniteTimeSpan);
    }
}
