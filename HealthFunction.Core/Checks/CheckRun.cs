namespace HealthFunction.Checks;

/// <summary>
/// One run of a group's checks. When it is made, it reserves an attempt at each check. It begins these attempts together, as soon as all
/// attempts that were under way at that time have their outcome.
/// </summary>
/// <remarks>An attempt that was under way ends within its timeout, and the run's own attempt within another. So no report takes longer
/// than twice the longest timeout, even if other groups use the same checks.</remarks>
internal sealed class CheckRun
{
    private readonly IReadOnlyList<MonitoredCheck> _checks;
    private readonly CheckAttempt[] _attempts;
    private List<Task>? _underWay;
    private CheckRun? _before;
    private bool _hasBegun;

    /// <param name="checks">In configured order.</param>
    /// <param name="before">The group's previous run.</param>
    public CheckRun(IReadOnlyList<MonitoredCheck> checks, CheckRun? before)
    {
        _checks = checks;
        _before = before;
        _attempts = new CheckAttempt[checks.Count];
        for (var i = 0; i < _attempts.Length; i++)
        {
            _attempts[i] = checks[i].Reserve(out var underWay);
            if (underWay is not null)
            {
                (_underWay ??= []).Add(underWay.Task);
            }
        }
    }

    public TaskCompletionSource<HealthReport> Report { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the whole run begins later than now, so that it may answer a request that arrives now.</summary>
    public bool IsOpen => !Volatile.Read(ref _hasBegun) && Array.TrueForAll(_attempts, static a => a.IsOpen);

    /// <summary>Waits until the run may begin.</summary>
    public async ValueTask WaitAsync()
    {
        if (_underWay is not null)
        {
            await Task.WhenAll(_underWay).ConfigureAwait(false);

            // Let the callers that have just been answered leave first: they may send their next request in time to share this run.
            if (_before is { } before && Array.TrueForAll(before._attempts, static a => a.IsAnswered))
            {
                await ((Task)before.Report.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await Task.Yield();
        }

        (_underWay, _before) = (null, null);
    }

    /// <summary>Begins the attempts that no other run has begun.</summary>
    /// <returns>The outcomes in configured order.</returns>
    public Task<CheckOutcome[]> BeginAsync()
    {
        Volatile.Write(ref _hasBegun, true);
        var outcomes = new Task<CheckOutcome>[_attempts.Length];
        for (var i = 0; i < outcomes.Length; i++)
        {
            _checks[i].Begin(_attempts[i]);
            outcomes[i] = _attempts[i].Task;
        }

        return Task.WhenAll(outcomes);
    }

    /// <summary>When the first attempt began. It may be before the run began, because another run may have begun it.</summary>
    /// <param name="begun">When the run began.</param>
    public Moment First(Moment begun)
    {
        foreach (var attempt in _attempts)
        {
            begun = Moment.Earlier(begun, attempt.Begun);
        }

        return begun;
    }
}
