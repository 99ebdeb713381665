namespace HealthFunction.Surface;

/// <summary>How much of an instance a route may use, however many ask. The defaults suit what computes little and waits for checks.</summary>
internal sealed record RouteBounds
{
    /// <summary>For what reads history: work of up to a second, whose result is as good some seconds later.</summary>
    public static RouteBounds ReadsHistory { get; } = new() { MaxAtOnce = 1, MaxWaiting = 64, KeptFor = TimeSpan.FromSeconds(20) };

    /// <summary>How many questions are computed at once; requests with the same question share one computation.</summary>
    public int MaxAtOnce { get; init; } = 16;

    /// <summary>How many requests may wait; the next ones are told to come back later.</summary>
    public int MaxWaiting { get; init; } = 128;

    /// <summary>How long a request may wait before it is told to come back later.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer is given again; zero: only requests that wait at the same time share it.</summary>
    public TimeSpan KeptFor { get; init; }

    /// <summary>How many answers are kept.</summary>
    public int MaxKept { get; init; } = 16;

    /// <summary>How much the kept answers may hold together, in bytes.</summary>
    public int MaxKeptBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>What a caller that is sent away is told to wait.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(2);
}
