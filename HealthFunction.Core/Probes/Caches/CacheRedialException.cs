namespace HealthFunction.Probes.Caches;

/// <summary>Prevents a second connection to the same server: the end of the first one is what counts.</summary>
internal sealed class CacheRedialException() : IOException("One connection was allowed");
