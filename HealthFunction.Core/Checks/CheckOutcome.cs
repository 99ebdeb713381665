namespace HealthFunction.Checks;

/// <summary>The result of one attempt at one check.</summary>
internal sealed record CheckOutcome
{
    /// <summary>The key in the answer, such as <c>database.default</c>.</summary>
    public required string Name { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Whether the overall verdict depends on this check.</summary>
    public bool Critical { get; init; } = true;

    /// <summary>When the attempt began; never before the request that it answers.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>From the beginning of the attempt to its answer, or to its deadline if there was no answer.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Why the verdict is not <see cref="Verdict.Up"/>; null if it is.</summary>
    public ErrorText? Error { get; init; }

    /// <summary>The failure's message, secrets scrubbed; null unless the operator enabled it.</summary>
    public string? Detail { get; init; }

    /// <summary>For the log only.</summary>
    public Exception? Exception { get; init; }
}
