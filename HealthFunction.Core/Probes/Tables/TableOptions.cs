using Azure.Data.Tables;
using HealthFunction.Settings;

namespace HealthFunction.Probes.Tables;

/// <summary><c>Health__Tables__&lt;name&gt;</c>: the table service of a storage account.</summary>
internal sealed class TableOptions : DependencyOptions
{
    private const string Form = "it accepts a storage connection string or the https URL of a table service.";

    /// <summary>A storage connection string, or the service's https URL, which is then called with the app's Entra identity.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The setting as a URL, which contains no key; null when it is a connection string.</summary>
    public Uri? Url => StorageText.TryReadUrl(ConnectionString);

    /// <inheritdoc cref="Databases.DatabaseOptions.ClientId"/>
    public string? ClientId { get; set; }

    protected override void Read(SettingsSection section)
    {
        ConnectionString = ReadConnectionString(section, Form);
        ClientId = section.Id("ClientId")?.ToString();
        section.Hide(StorageSecrets.Of(ConnectionString));
        if (ConnectionString.Length > 0 && StorageText.FindFault(ConnectionString, static c => new TableServiceClient(c).Uri) is { } fault)
        {
            section.Fault(fault);
        }
    }
}
