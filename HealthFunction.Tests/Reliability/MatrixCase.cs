namespace HealthFunction.Tests.Reliability;

/// <summary>One fault of one dependency, and the app's expected report.</summary>
internal sealed record MatrixCase(string Check, string Fault)
{
    /// <summary>Whether the app uses the proxies or the servers themselves.</summary>
    public bool Proxied { get; init; }

    /// <summary>Whether the app uses names for the proxies.</summary>
    public bool Named { get; init; }

    /// <summary>Whether the app is the one of <see cref="MatrixTopology"/>.</summary>
    public bool InTopology { get; init; }

    /// <summary>Whether the app is the one of <see cref="CacheTopology"/>.</summary>
    public bool InCacheTopology { get; init; }

    /// <summary>Whether the app is the one of <see cref="EndpointTopology"/>.</summary>
    public bool InEndpointTopology { get; init; }

    /// <summary>The allowed error texts; none when the check has to stay UP.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Why the check has to be degraded while it is UP; null when it does not matter.</summary>
    public string? Degraded { get; init; }

    public Func<MatrixServers, Task> Begin { get; init; } = _ => Task.CompletedTask;

    public Func<MatrixServers, Task> End { get; init; } = _ => Task.CompletedTask;
}
