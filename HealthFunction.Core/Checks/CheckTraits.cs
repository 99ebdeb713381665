namespace HealthFunction.Checks;

/// <summary>What is said of one check beside its client and its timeout, by the settings and by its registration.</summary>
internal sealed record CheckTraits
{
    /// <summary>Of a check that code registers and no setting mentions.</summary>
    public static CheckTraits None { get; } = new();

    /// <summary>Whether it is one of the app's own probes, whose descriptions are made of fixed words and figures.</summary>
    public bool IsProbe { get; init; }

    /// <summary>An answer that takes longer is degraded; null means none is.</summary>
    public TimeSpan? SlowAfter { get; init; }

    /// <summary>How often the check is called at most; in between its last outcome is given. Null means at each run.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>The groups that it belongs to beside that of its kind.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What the dependency is for, in the operator's own words, for everybody to read.</summary>
    public string? Description { get; init; }

    /// <summary>Where to read more, such as a runbook.</summary>
    public Uri? Link { get; init; }
}
