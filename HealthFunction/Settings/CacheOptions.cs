namespace HealthFunction.Settings;

/// <summary><c>Health__Caches__&lt;name&gt;</c>: a Redis server.</summary>
internal sealed class CacheOptions : DependencyOptions
{
    public string ConnectionString { get; set; } = "";

    public CacheMode Mode { get; set; }

    public IdentityKind Identity { get; set; }

    /// <inheritdoc cref="DatabaseOptions.ClientId"/>
    public string? ClientId { get; set; }
}
