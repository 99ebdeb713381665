namespace HealthFunction.Settings;

/// <summary><c>Health__Tables__&lt;name&gt;</c>: the table service of a storage account.</summary>
internal sealed class TableOptions : DependencyOptions
{
    /// <summary>A storage connection string, or the service's https URL, which is then asked with the app's Entra identity.</summary>
    public string ConnectionString { get; set; } = "";

    /// <inheritdoc cref="DatabaseOptions.ClientId"/>
    public string? ClientId { get; set; }
}
