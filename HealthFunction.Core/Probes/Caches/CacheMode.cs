namespace HealthFunction.Probes.Caches;

/// <summary>What a cache has to do to be up.</summary>
internal enum CacheMode
{
    /// <summary>Keep a value and give it back.</summary>
    ReadWrite,

    /// <summary>Answer PING: for a replica that takes no writes.</summary>
    Ping,
}
