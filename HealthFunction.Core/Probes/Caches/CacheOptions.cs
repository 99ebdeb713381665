using HealthFunction.Checks;
using HealthFunction.Settings;
using StackExchange.Redis;

namespace HealthFunction.Probes.Caches;

/// <summary><c>Health__Caches__&lt;name&gt;</c>: a Redis server.</summary>
internal sealed class CacheOptions : DependencyOptions
{
    private const string Form = "it accepts a StackExchange.Redis connection string, such as host:6379,password=….";

    public string ConnectionString { get; set; } = "";

    /// <summary>The password, if the connection string has none: there it would end at the first comma.</summary>
    public string? Password { get; set; }

    public CacheMode Mode { get; set; }

    public IdentityKind Identity { get; set; }

    /// <inheritdoc cref="Databases.DatabaseOptions.ClientId"/>
    public string? ClientId { get; set; }

    public CertificateLimit Certificates { get; set; } = CertificateLimit.Default;

    protected override void Read(SettingsSection section)
    {
        ConnectionString = ReadConnectionString(section, Form);
        Password = section.Text("Password");
        Mode = section.Choice<CacheMode>("Mode") ?? Mode;
        Identity = section.Choice<IdentityKind>("Identity") ?? Identity;
        ClientId = section.Id("ClientId")?.ToString();
        Certificates = CertificateLimit.Read(section);
        section.Hide([Password ?? "", .. CacheText.Secrets(ConnectionString)]);
        if (ConnectionString.Length > 0 && FindFault() is { } fault)
        {
            section.Fault($"{fault} (what it holds is not shown); {Form}");
        }
    }

    private string? FindFault()
    {
        try
        {
            if (CacheText.FindFault(ConnectionString, Mode) is { } fault)
            {
                return fault;
            }

            var own = !string.IsNullOrEmpty(ConfigurationOptions.Parse(ConnectionString).Password);
            if (own && Password is not null)
            {
                return "has a password, and there is another one in its Password";
            }

            if (Identity == IdentityKind.Entra && (own || Password is not null))
            {
                return "has a password, but Identity=Entra uses a token instead";
            }

            _ = CacheSettings.Create(this, CheckOptions.MaxTimeout);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or NotSupportedException or OverflowException)
        {
            return "cannot be read";
        }
    }
}
