namespace HealthFunction.Checks;

/// <summary>
/// One run of a group's checks. It reserves an attempt at each check when it is made, and begins them
/// together once every attempt that was under way by then has its outcome.
/// </summary>
/// <remarks>
/// An attempt that was under way ends within its timeout, and one that begins then within another. So no report takes longer than
/// twice the longest timeout, whatever other groups ask the same checks for.
/// </remarks>
internal sealed class CheckRun
{
    private readonly IReadOnlyList<MonitoredCheck> _checks;
    private readonly CheckAttempt[] _attempts;
    private List<Task>? _underWay;
    private CheckRun? _before;
    private bool _hasBegun;

    /// <param name="checks">In configured order.</param>
    /// <param name="before">The group's run before.</param>
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

    /// <summary>Whether all of it begins after now, so that it may answer a request that has just come.</summary>
    public bool IsOpen => !Volatile.Read(ref _hasBegun) && Array.TrueForAll(_attempts, static a => a.IsOpen);

    /// <summary>Waits for its turn.</summary>
    public async ValueTask WaitAsync()
    {
        if (_underWay is not null)
        {
            await Task.WhenAll(_underWay).ConfigureAwait(false);

            // Callers that have just been answered go first: the sooner they have gone, the sooner they can come back and share this run.
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

    /// <summary>When the first attempt began, which may be before the run did: another may have begun it.</summary>
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
