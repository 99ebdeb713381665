using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using HealthFunction.Identity;
using HealthFunction.Net;
using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;

namespace HealthFunction.History.Storage;

/// <summary>Finds the storage account for history.</summary>
internal static class HistoryConnection
{
    private const string HostStorage = "AzureWebJobsStorage";

    /// <summary>The store that the settings name, or one that is not configured when they name no usable one.</summary>
    public static HistoryStore Open(HistoryOptions options, IConfiguration configuration, TimeProvider time)
    {
        var source = options.Source is { Length: > 0 } own ? own : DefaultSource(configuration);
        return TryCreate(options, configuration) is { } client
            ? new HistoryTable(client, source, options.Timeout, time)
            : new NoHistoryStore(source);
    }

    /// <summary>A client of the table; null when no usable storage is configured.</summary>
    public static TableClient? TryCreate(HistoryOptions options, IConfiguration configuration, Action<TableClientOptions>? configure = null)
    {
        var clientOptions = ClientOptions(options.Timeout);
        configure?.Invoke(clientOptions);

        var own = options.ConnectionString;
        if (own.Length > 0)
        {
            return StorageText.TryReadUrl(own) is { } url
                ? new TableClient(url, options.Table, AppIdentity.AtHand(options.ClientId), clientOptions)
                : new TableClient(own, options.Table, clientOptions);
        }

        if (configuration[HostStorage] is { Length: > 0 } host)
        {
            return FindFault(host) is null ? new TableClient(host, options.Table, clientOptions) : null;
        }

        return HostUrl(configuration) is { } hostUrl
            ? new TableClient(hostUrl, options.Table, HostCredential(configuration, options.ClientId), clientOptions)
            : null;
    }

    /// <inheritdoc cref="StorageText.FindFault"/>
    public static string? FindFault(string text) =>
        StorageText.FindFault(text, static c => new TableServiceClient(c).Uri);

    /// <summary>The secrets in the host's own storage settings.</summary>
    public static IEnumerable<string> HostSecrets(IConfiguration configuration) =>
        StorageSecrets.Of(configuration[HostStorage] ?? "").Concat(UrlSecrets.Of(configuration[$"{HostStorage}:tableServiceUri"] ?? ""));

    /// <summary>The default source: the site and its slot on Azure, otherwise the machine.</summary>
    public static string DefaultSource(IConfiguration configuration)
    {
        var source = configuration["WEBSITE_SITE_NAME"] is { Length: > 0 } site
            ? configuration["WEBSITE_SLOT_NAME"] is { Length: > 0 } slot && !slot.Equals("Production", StringComparison.OrdinalIgnoreCase)
                ? $"{site}-{slot}"
                : site
            : Environment.MachineName;
        return source.Length > RowKeys.MaxSourceLength ? source[..RowKeys.MaxSourceLength] : source;
    }

    // Runs that could not be written stay in the queue, so a call fails soon: one immediate second attempt, then none.
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
        Transport = new HttpClientTransport(new HttpClient(HttpHandlers.Create(timeout)) { Timeout = Timeout.InfiniteTimeSpan }),
    };

    private static Uri? HostUrl(IConfiguration configuration)
    {
        if (configuration[$"{HostStorage}:tableServiceUri"] is { Length: > 0 } url)
        {
            return StorageText.TryReadUrl(url);
        }

        return configuration[$"{HostStorage}:accountName"] is { Length: > 0 } account
            ? new Uri($"https://{account}.table.core.windows.net")
            : null;
    }

    private static TokenCredential HostCredential(IConfiguration configuration, string? clientId)
    {
        clientId ??= configuration[$"{HostStorage}:clientId"];
        return "managedidentity".Equals(configuration[$"{HostStorage}:credential"], StringComparison.OrdinalIgnoreCase)
            ? AppIdentity.Managed(clientId)
            : AppIdentity.AtHand(clientId);
    }
}
