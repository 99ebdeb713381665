namespace HealthFunction.Probes.Caches;

/// <summary>A second connection to the same server, which is never made. The first one's end is what counts.</summary>
internal sealed class CacheRedialException() : IOException("One connection was allowed");
