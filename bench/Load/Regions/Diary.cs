namespace HealthFunction.Load.Regions;

/// <summary>What was done to a region and when, and so what its app has to say at any time.</summary>
internal sealed class Diary
{
    private readonly Lock _lock = new();
    private readonly List<Trouble> _troubles = [];

    public IReadOnlyList<Trouble> Troubles
    {
        get
        {
            lock (_lock)
            {
                return [.. _troubles];
            }
        }
    }

    /// <summary>The last troubles that began before a time, in words.</summary>
    public string Before(DateTimeOffset time) => string.Join("; ", Troubles.Where(t => t.From < time).TakeLast(2).Select(t => $"{t.Kind} {t.From:T}-{t.Until:T}"));

    public Trouble Begin(TroubleKind kind, DateTimeOffset now)
    {
        var trouble = new Trouble(kind, now);
        lock (_lock)
        {
            _troubles.Add(trouble);
        }

        return trouble;
    }

    /// <summary>
    /// What a run has to find that began and ended within a time: the checks that are DOWN, none if all is well. Null if something changed
    /// in that time or shortly before, so that both are right.
    /// </summary>
    public IReadOnlyList<string>? Expected(DateTimeOffset from, DateTimeOffset to, TimeSpan settle)
    {
        List<string> down = [];
        foreach (var trouble in Troubles)
        {
            var isBefore = trouble.Until is { } until && until + settle < from;
            var isLater = trouble.From > to;
            if (isBefore || isLater)
            {
                continue;
            }

            var isThroughout = trouble.InEffect is { } inEffect && inEffect + settle < from && !(trouble.Ending <= to);
            if (!isThroughout || trouble.IsOfTheApp)
            {
                return null;
            }

            if (trouble.Check is { } check)
            {
                down.Add(check);
            }
        }

        return down;
    }

    /// <summary>Whether the app could work in all of a time.</summary>
    public bool CouldRecord(DateTimeOffset from, DateTimeOffset to, TimeSpan settle) =>
        Troubles.All(t => !t.IsOfTheApp || t.From > to || (t.Until is { } until && until + settle < from));
}
