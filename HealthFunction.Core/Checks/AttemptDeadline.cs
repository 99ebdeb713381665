namespace HealthFunction.Checks;

/// <summary>
/// Abandons the attempt under way at its deadline. One timer serves all attempts of a check, and one that ends in time does not
/// touch it: when it fires, it looks what is under way by then and waits for the rest of that. So under load the timer is set once
/// in a timeout and not twice in an attempt.
/// </summary>
#pragma warning disable CA1001 // It lives as long as the app.
internal sealed class AttemptDeadline
#pragma warning restore CA1001
{
    /// <summary>The system's timers count in milliseconds and may fire that much early.</summary>
    private static readonly TimeSpan MaxEarly = TimeSpan.FromMilliseconds(1);

    /// <summary>A timer accepts no more than 49 days; one that fires sooner waits for the rest.</summary>
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

        // The execution context of the first caller must not live on in the timer.
        using AsyncFlowControl? withoutContext = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        _timer = ThreadTimers.For(time)
            .CreateTimer(static state => ((AttemptDeadline)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Call when the attempt starts. The one before has been answered by then.</summary>
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
