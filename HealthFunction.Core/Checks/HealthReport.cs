namespace HealthFunction.Checks;

/// <summary>The answer of one run: what each check found, and what follows from it for the deployment.</summary>
internal sealed class HealthReport
{
    private readonly long _startTimestamp;
    private readonly Lock _lock = new();
    private Derived? _derived;

    public HealthReport(
        DateTimeOffset startedAt,
        long startTimestamp,
        TimeSpan duration,
        IReadOnlyList<CheckOutcome> checks,
        bool everyCheckDecides = false,
        DrainReason? drain = null)
    {
        StartedAt = startedAt;
        _startTimestamp = startTimestamp;
        Duration = duration;
        Checks = checks;
        Drain = drain;
        Overall = drain is null ? Aggregate(checks, everyCheckDecides) : Verdict.Down;
    }

    /// <summary>When the run began; every request that it answers arrived before.</summary>
    public DateTimeOffset StartedAt { get; }

    public TimeSpan Duration { get; }

    /// <summary>In configured order.</summary>
    public IReadOnlyList<CheckOutcome> Checks { get; }

    public Verdict Overall { get; }

    /// <summary>Why the deployment is out of rotation, so that its verdict says nothing of its dependencies; null while it is in.</summary>
    public DrainReason? Drain { get; }

    /// <summary>The checks as answers for programs list them: a deployment out of rotation has a last one that is DOWN and says why.</summary>
    public IReadOnlyList<CheckOutcome> Entries => Drain is null ? Checks : [.. Checks, DrainEntry(Drain)];

    /// <summary>Counted from the start of the run: what it says may be as old as that.</summary>
    public TimeSpan Age(TimeProvider time) => time.GetElapsedTime(_startTimestamp);

    /// <summary>
    /// What <paramref name="key"/> makes of this report, made once however many requests share the run.
    /// </summary>
    public T Derive<TKey, T>(TKey key, Func<HealthReport, TKey, T> make)
        where TKey : class
        where T : class
    {
        if (Find(key) is { } made)
        {
            return (T)made;
        }

        lock (_lock)
        {
            if (Find(key) is { } meanwhile)
            {
                return (T)meanwhile;
            }

            var value = make(this, key);
            Volatile.Write(ref _derived, new Derived(key, value, _derived));
            return value;
        }
    }

    private object? Find(object key)
    {
        var entry = Volatile.Read(ref _derived);
        while (entry is not null && !entry.Key.Equals(key))
        {
            entry = entry.Older;
        }

        return entry?.Value;
    }

    public static Verdict Aggregate(IReadOnlyList<CheckOutcome> checks, bool everyCheckDecides)
    {
        var overall = Verdict.Up;
        for (var i = 0; i < checks.Count; i++)
        {
            var check = checks[i];
            if (check.Verdict == Verdict.Up || !(check.Critical || everyCheckDecides))
            {
                continue;
            }

            if (check.Verdict == Verdict.Down)
            {
                return Verdict.Down;
            }

            overall = Verdict.Unknown;
        }

        return overall;
    }

    private CheckOutcome DrainEntry(DrainReason reason) => new()
    {
        Name = CheckNames.Drain,
        Verdict = Verdict.Down,
        StartedAt = StartedAt,
        Duration = TimeSpan.Zero,
        Error = ErrorText.Drained(reason),
    };

    /// <summary>Most reports are written once and in one way: a dictionary for that would be larger than the rest of the run.</summary>
    private sealed class Derived(object key, object value, Derived? older)
    {
        public object Key => key;

        public object Value => value;

        public Derived? Older => older;
    }
}
