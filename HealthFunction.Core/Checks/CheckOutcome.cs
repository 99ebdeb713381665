namespace HealthFunction.Checks;

/// <summary>The result of one attempt at one check.</summary>
internal sealed record CheckOutcome
{
    /// <summary>The key in the answer, such as <c>database.default</c>.</summary>
    public required string Name { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Whether the overall verdict depends on this check.</summary>
    public bool Critical { get; init; } = true;

    /// <summary>When the attempt began; never before the request that it answers, unless it has an <see cref="Age"/>.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>From the beginning of the attempt to its answer, or to its deadline if there was no answer.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Why the verdict is not <see cref="Verdict.Up"/>; null if it is.</summary>
    public ErrorText? Error { get; init; }

    /// <summary>Why it needs attention although it is <see cref="Verdict.Up"/>; null if it does not. No verdict depends on it.</summary>
    public ErrorText? Degraded { get; init; }

    /// <summary>The failure's message, secrets scrubbed; null unless the operator enabled it.</summary>
    public string? Detail { get; init; }

    /// <summary>
    /// How old it is when it is given again because the check is not called at each run; null for the outcome of an attempt of this run.
    /// </summary>
    public TimeSpan? Age { get; init; }

    /// <summary>When the certificate ends that the dependency showed; null when it showed none, or is not UP.</summary>
    public DateTimeOffset? CertificateEnds { get; init; }

    /// <summary>Whether the end of the certificate is one of the reasons why it is degraded.</summary>
    public bool CertificateWarns { get; init; }

    /// <summary>The whole days that the certificate had left when the attempt began; negative once it had ended.</summary>
    public int? CertificateDays => CertificateEnds is { } end ? (int)Math.Floor((end - StartedAt).TotalDays) : null;

    public CheckTraits Traits { get; init; } = CheckTraits.None;

    /// <summary>For the log only.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Why it is not UP, or why it is degraded, for formats that show both; null if there is nothing to say.</summary>
    public string? Remark => (Error ?? Degraded) is not { } text ? null : Detail is null ? text.Text : $"{text.Text}: {Detail}";
}
