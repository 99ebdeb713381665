namespace HealthFunction.History;

/// <summary>Runs, newest first. When there may be more, the next page is of runs before <paramref name="Before"/>.</summary>
internal sealed record RunPage(IReadOnlyList<RecordedRun> Runs, DateTimeOffset? Before);
