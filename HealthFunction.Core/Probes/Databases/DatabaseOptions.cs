using HealthFunction.Settings;
using Npgsql;

namespace HealthFunction.Probes.Databases;

/// <summary><c>Health__Databases__&lt;name&gt;</c>: a PostgreSQL server and database.</summary>
internal sealed class DatabaseOptions : DependencyOptions
{
    private const string Form = "it accepts an Npgsql connection string, such as Host=…;Database=…;Username=…;Password=….";

    public string ConnectionString { get; set; } = "";

    public IdentityKind Identity { get; set; }

    /// <summary>The client id of a user-assigned managed identity; null means the default identity.</summary>
    public string? ClientId { get; set; }

    public CertificateLimit Certificates { get; set; } = CertificateLimit.Default;

    protected override void Read(SettingsSection section)
    {
        ConnectionString = ReadConnectionString(section, Form);
        Identity = section.Choice<IdentityKind>("Identity") ?? Identity;
        ClientId = section.Id("ClientId")?.ToString();
        Certificates = CertificateLimit.Read(section);
        section.Hide(Secrets(ConnectionString));
        if (ConnectionString.Length > 0 && FindFault() is { } fault)
        {
            section.Fault($"{fault} (what it holds is not shown); {Form}");
        }
    }

    /// <summary>Builds what will be used, because Npgsql rejects some combinations only then. Its messages may repeat the value.</summary>
    private string? FindFault()
    {
        try
        {
            if (FindFault(new NpgsqlConnectionStringBuilder(ConnectionString)) is { } fault)
            {
                return fault;
            }

            _ = new DatabaseSource(ConnectionString, credential: null);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or KeyNotFoundException
            or NotSupportedException or OverflowException)
        {
            return "cannot be read";
        }
    }

    private string? FindFault(NpgsqlConnectionStringBuilder settings)
    {
        if (settings.Host is null)
        {
            return "cannot be read";
        }

        if (DatabaseHost.TryReadAll(settings) is not { } hosts)
        {
            return "has a host without a name, or with a port that is not from 1 to 65535";
        }

        if (hosts.Count == 1 && settings.TargetSessionAttributes is not (null or "any"))
        {
            return "has Target Session Attributes, which choose among several hosts, and only one host";
        }

        if (Identity != IdentityKind.Entra)
        {
            return null;
        }

        if ((settings.Password ?? settings.Passfile) is not null)
        {
            return "has a password, but Identity=Entra uses a token instead";
        }

        return (settings.Username ?? Environment.GetEnvironmentVariable("PGUSER")) is null ? "has no Username, and Identity=Entra needs one" : null;
    }

    private static IEnumerable<string> Secrets(string connectionString)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(connectionString);
            return [parsed.Password ?? "", parsed.SslPassword ?? ""];
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            return [connectionString];
        }
    }
}
