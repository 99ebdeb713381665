namespace HealthFunction.Settings;

/// <summary><c>Health__Databases__&lt;name&gt;</c>: a PostgreSQL server and database.</summary>
internal sealed class DatabaseOptions : DependencyOptions
{
    public string ConnectionString { get; set; } = "";

    public IdentityKind Identity { get; set; }

    /// <summary>The client id of a user-assigned managed identity; null takes the default identity.</summary>
    public string? ClientId { get; set; }
}
