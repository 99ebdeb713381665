using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace HealthFunction.History;

/// <summary>Finds the storage account that history is kept in.</summary>
internal static class HistoryConnection
{
    private const string HostStorage = "AzureWebJobsStorage";

    /// <summary>A client of the table; null when no usable storage is configured, and so no history is kept.</summary>
    public static TableClient? TryCreate(HistoryOptions options, IConfiguration configuration, Action<TableClientOptions>? configure = null)
    {
        var clientOptions = ClientOptions(options.Timeout);
        configure?.Invoke(clientOptions);

        var own = options.ConnectionString;
        if (own.Length > 0)
        {
            return UrlOf(own) is { } url
                ? new TableClient(url, options.Table, Default(options.ClientId), clientOptions)
                : new TableClient(own, options.Table, clientOptions);
        }

        if (configuration[HostStorage] is { Length: > 0 } host)
        {
            return IsConnection(host) ? new TableClient(host, options.Table, clientOptions) : null;
        }

        return HostUrl(configuration) is { } hostUrl
            ? new TableClient(hostUrl, options.Table, HostCredential(configuration, options.ClientId), clientOptions)
            : null;
    }

    /// <summary>Whether the text is a storage connection string or the https URL of a table service.</summary>
    public static bool IsConnection(string text)
    {
        if (UrlOf(text) is { } url)
        {
            return url.Scheme == Uri.UriSchemeHttps;
        }

        try
        {
            _ = new TableServiceClient(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The source when none is configured: the site and its slot on Azure, else the machine.</summary>
    public static string DefaultSource(IConfiguration configuration)
    {
        var source = configuration["WEBSITE_SITE_NAME"] is { Length: > 0 } site
            ? configuration["WEBSITE_SLOT_NAME"] is { Length: > 0 } slot && !slot.Equals("Production", StringComparison.OrdinalIgnoreCase)
                ? $"{site}-{slot}"
                : site
            : Environment.MachineName;
        return source.Length > RowKeys.LongestSource ? source[..RowKeys.LongestSource] : source;
    }

    // The queue holds what a call could not write, so a call gives up soon: a second attempt at once, then none.
    private static TableClientOptions ClientOptions(TimeSpan timeout) => new()
    {
        Retry =
        {
            MaxRetries = 1,
            Mode = RetryMode.Fixed,
            Delay = TimeSpan.FromMilliseconds(50),
            MaxDelay = TimeSpan.FromSeconds(1),
            NetworkTimeout = timeout,
        },
        Diagnostics = { IsLoggingContentEnabled = false },
    };

    private static Uri? UrlOf(string text) =>
        text.Contains("://", StringComparison.Ordinal) && !text.Contains('=', StringComparison.Ordinal)
            && Uri.TryCreate(text, UriKind.Absolute, out var url)
                ? url
                : null;

    private static Uri? HostUrl(IConfiguration configuration)
    {
        if (configuration[$"{HostStorage}:tableServiceUri"] is { Length: > 0 } url)
        {
            return UrlOf(url);
        }

        return configuration[$"{HostStorage}:accountName"] is { Length: > 0 } account
            ? new Uri($"https://{account}.table.core.windows.net")
            : null;
    }

    private static TokenCredential HostCredential(IConfiguration configuration, string? clientId)
    {
        clientId ??= configuration[$"{HostStorage}:clientId"];
        return "managedidentity".Equals(configuration[$"{HostStorage}:credential"], StringComparison.OrdinalIgnoreCase)
            ? new ManagedIdentityCredential(clientId is { Length: > 0 } id ? ManagedIdentityId.FromUserAssignedClientId(id) : ManagedIdentityId.SystemAssigned)
            : Default(clientId);
    }

    private static DefaultAzureCredential Default(string? clientId) =>
        new(new DefaultAzureCredentialOptions { ManagedIdentityClientId = string.IsNullOrEmpty(clientId) ? null : clientId });
}
