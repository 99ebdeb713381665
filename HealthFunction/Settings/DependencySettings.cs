using Azure.Data.Tables;
using Npgsql;
using StackExchange.Redis;

namespace HealthFunction.Settings;

/// <summary>Reads and checks the settings of each kind of dependency. What a connection string holds is never repeated: it may be a secret.</summary>
internal static class DependencySettings
{
    private const string DatabaseForm = "it takes an Npgsql connection string, such as Host=…;Database=…;Username=…;Password=….";
    private const string CacheForm = "it takes a StackExchange.Redis connection string, such as host:6379,password=….";
    private const string TableForm = "it takes a storage connection string or the https URL of a table service.";
    private const string UrlForm = "it takes an absolute http or https URL without user name and password.";

    public static void Read(SettingsSection section, DatabaseOptions options)
    {
        options.ConnectionString = ConnectionString(section, DatabaseForm);
        options.Identity = section.Choice<IdentityKind>("Identity") ?? options.Identity;
        options.ClientId = section.Id("ClientId")?.ToString();
        Check(section, options.ConnectionString, DatabaseForm, c => new NpgsqlConnectionStringBuilder(c).Host is { Length: > 0 });
    }

    public static void Read(SettingsSection section, CacheOptions options)
    {
        options.ConnectionString = ConnectionString(section, CacheForm);
        options.Mode = section.Choice<CacheMode>("Mode") ?? options.Mode;
        options.Identity = section.Choice<IdentityKind>("Identity") ?? options.Identity;
        options.ClientId = section.Id("ClientId")?.ToString();
        Check(section, options.ConnectionString, CacheForm, c => ConfigurationOptions.Parse(c).EndPoints.Count > 0);
    }

    public static void Read(SettingsSection section, TableOptions options)
    {
        options.ConnectionString = ConnectionString(section, TableForm);
        options.ClientId = section.Id("ClientId")?.ToString();
        if (!options.IsUrl)
        {
            Check(section, options.ConnectionString, TableForm, IsTableService);
        }
    }

    public static void Read(SettingsSection section, EndpointOptions options)
    {
        options.Url = section.Text("Url") ?? section.Value ?? "";
        options.ExpectedStatus = section.Number("ExpectedStatus", 100, 599);
        var method = section.Text("Method") ?? options.Method;
        if (!method.Equals("GET", StringComparison.OrdinalIgnoreCase) && !method.Equals("HEAD", StringComparison.OrdinalIgnoreCase))
        {
            section.Child("Method").Fault($"is \"{method}\"; it takes GET or HEAD.");
        }

        options.Method = method.ToUpperInvariant();
        if (options.Url.Length == 0)
        {
            section.Fault($"is empty; {UrlForm}");
        }
        else if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.UserInfo.Length > 0)
        {
            section.Fault($"is no URL that can be asked; {UrlForm}");
        }
    }

    private static bool IsTableService(string connectionString)
    {
        _ = new TableServiceClient(connectionString);
        return true;
    }

    private static string ConnectionString(SettingsSection section, string form)
    {
        var text = section.Text("ConnectionString") ?? section.Value;
        if (string.IsNullOrWhiteSpace(text))
        {
            section.Fault($"is empty; {form}");
            return "";
        }

        return text;
    }

    private static void Check(SettingsSection section, string connectionString, string form, Predicate<string> parses)
    {
        if (connectionString.Length == 0)
        {
            return;
        }

        bool valid;
        try
        {
            valid = parses(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            valid = false;
        }

        if (!valid)
        {
            section.Fault($"cannot be read (what it holds is not shown); {form}");
        }
    }
}
