namespace HealthFunction.Probes.Caches;

/// <summary>A server let its share of the deadline pass without an answer.</summary>
internal sealed class CacheSilenceException() : TimeoutException("The server was silent");
