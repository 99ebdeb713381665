namespace HealthFunction.Surface;

/// <summary>
/// How much of an instance a route may use, however many requests there are. The defaults suit a route that computes little and waits for
/// checks.
/// </summary>
internal sealed record RouteBounds
{
    /// <summary>For routes that read history: up to a second of work, with a result that is still good some seconds later.</summary>
    public static RouteBounds ReadsHistory { get; } = new() { MaxAtOnce = 1, MaxWaiting = 64, KeptFor = TimeSpan.FromSeconds(20) };

    /// <summary>How many questions are computed at once; requests with the same question share one computation.</summary>
    public int MaxAtOnce { get; init; } = 16;

    /// <summary>How many requests may wait; further ones get 503 with Retry-After.</summary>
    public int MaxWaiting { get; init; } = 128;

    /// <summary>How long a request may wait before it gets 503 with Retry-After.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer is used again; zero: only requests that wait at the same time share it.</summary>
    public TimeSpan KeptFor { get; init; }

    /// <summary>How many answers are kept.</summary>
    public int MaxKept { get; init; } = 16;

    /// <summary>The maximum size of the kept answers together, in bytes.</summary>
    public int MaxKeptBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The Retry-After of 503.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(2);
}
