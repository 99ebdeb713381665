namespace HealthFunction.Settings;

/// <summary><c>Health__Tables__&lt;name&gt;</c>: the table service of a storage account.</summary>
internal sealed class TableOptions : DependencyOptions
{
    /// <summary>A storage connection string, or the service's https URL, which is then asked with the app's Entra identity.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Whether the setting is a URL, which holds no key.</summary>
    public bool IsUrl => Uri.TryCreate(ConnectionString, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps;

    /// <inheritdoc cref="DatabaseOptions.ClientId"/>
    public string? ClientId { get; set; }
}
