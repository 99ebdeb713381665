namespace HealthFunction.Tests.Reliability;

/// <summary>One fault of one dependency, and what the app has to say of it.</summary>
internal sealed record MatrixCase(string Check, string Fault)
{
    /// <summary>Whether the app asks through the proxies, or the servers themselves.</summary>
    public bool Proxied { get; init; }

    /// <summary>Whether the app asks through the proxies by names.</summary>
    public bool Named { get; init; }

    /// <summary>Whether the app is the one of <see cref="MatrixTopology"/>.</summary>
    public bool InTopology { get; init; }

    /// <summary>Whether the app is the one of <see cref="CacheTopology"/>.</summary>
    public bool InCacheTopology { get; init; }

    /// <summary>The error texts that are right for it; none when the check has to be UP all the while.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    public Func<MatrixServers, Task> Begin { get; init; } = _ => Task.CompletedTask;

    public Func<MatrixServers, Task> End { get; init; } = _ => Task.CompletedTask;
}
