namespace HealthFunction.Checks;

/// <summary>The report of one run: the outcome of each check, and the verdict on the deployment.</summary>
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
        KeptAge = checks.Max(c => c.Age);
        Degraded = Overall == Verdict.Up ? checks.FirstOrDefault(c => c.Degraded is not null && (c.Critical || everyCheckDecides)) : null;
    }

    /// <summary>When the run began; every request that it answers arrived earlier.</summary>
    public DateTimeOffset StartedAt { get; }

    public TimeSpan Duration { get; }

    /// <summary>In configured order.</summary>
    public IReadOnlyList<CheckOutcome> Checks { get; }

    public Verdict Overall { get; }

    /// <summary>The first degraded check of those that the verdict depends on; null if there is none or the verdict is not UP.</summary>
    public CheckOutcome? Degraded { get; }

    /// <summary>Whether the verdict is UP and at least one check is degraded or fails, critical or not.</summary>
    public bool HasWarnings => Overall == Verdict.Up && Checks.Any(c => c.Verdict != Verdict.Up || c.Degraded is not null);

    /// <summary>
    /// Why the deployment is out of rotation, in which case its verdict says nothing about its dependencies; null if it is not.
    /// </summary>
    public DrainReason? Drain { get; }

    /// <summary>
    /// The checks in answers for programs: a deployment out of rotation has an additional last one, which is DOWN with the reason.
    /// </summary>
    public IReadOnlyList<CheckOutcome> Entries => Drain is null ? Checks : [.. Checks, DrainEntry(Drain)];

    /// <summary>The age of the oldest outcome that was not made in this run; null if all were.</summary>
    public TimeSpan? KeptAge { get; }

    /// <summary>Measured from the start of the run, because its results may be that old.</summary>
    public TimeSpan Age(TimeProvider time) => time.GetElapsedTime(_startTimestamp);

    /// <summary>A value derived from this report for <paramref name="key"/>, computed once however many requests share the run.</summary>
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

    /// <summary>Most reports are written once and in one format: a dictionary would be larger than the rest of the run.</summary>
    private sealed class Derived(object key, object value, Derived? older)
    {
        public object Key => key;

        public object Value => value;

        public Derived? Older => older;
    }
}
