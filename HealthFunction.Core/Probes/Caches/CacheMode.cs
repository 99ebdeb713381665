namespace HealthFunction.Probes.Caches;

/// <summary>What a cache has to do to be UP.</summary>
internal enum CacheMode
{
    /// <summary>Store a value and return it.</summary>
    ReadWrite,

    /// <summary>Answer PING: for a replica, which accepts no writes.</summary>
    Ping,
}
