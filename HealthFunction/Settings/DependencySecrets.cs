using Npgsql;
using StackExchange.Redis;

namespace HealthFunction.Settings;

/// <summary>Finds the secrets in connection strings and URLs, so that they can be kept out of whatever is said.</summary>
internal static class DependencySecrets
{
    /// <summary>Shorter parts of a path are words such as <c>workflows</c>.</summary>
    private const int ShortestPathSecret = 16;

    public static IEnumerable<string> Of(HealthOptions options)
    {
        var found = options.Databases.SelectMany(d => OfDatabase(d.Value.ConnectionString))
            .Concat(options.Caches.SelectMany(c => OfCache(c.Value.ConnectionString)))
            .Concat(options.Tables.SelectMany(t => OfStorage(t.Value.ConnectionString)))
            .Concat(OfStorage(options.History.ConnectionString))
            .Concat(options.Endpoints.SelectMany(e => OfUrl(e.Value.Url)))
            .Concat(options.Alerts.Webhook is { } webhook ? OfWebhook(webhook) : []);
        return found.Where(s => s.Length > 0);
    }

    public static IEnumerable<string> OfDatabase(string connectionString)
    {
        NpgsqlConnectionStringBuilder parsed;
        try
        {
            parsed = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            return [connectionString];
        }

        return [parsed.Password ?? "", parsed.SslPassword ?? ""];
    }

    public static IEnumerable<string> OfCache(string connectionString)
    {
        ConfigurationOptions parsed;
        try
        {
            parsed = ConfigurationOptions.Parse(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            return [connectionString];
        }

        return [parsed.Password ?? ""];
    }

    /// <summary>The values of <c>AccountKey</c> and <c>SharedAccessSignature</c>, and the signature inside the latter or a URL.</summary>
    public static IEnumerable<string> OfStorage(string connectionString)
    {
        foreach (var part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                continue;
            }

            var (key, value) = (part[..equals], part[(equals + 1)..]);
            if (key.Equals("AccountKey", StringComparison.OrdinalIgnoreCase))
            {
                yield return value;
            }
            else if (key.Equals("SharedAccessSignature", StringComparison.OrdinalIgnoreCase))
            {
                yield return value;
                foreach (var inner in OfQuery(value))
                {
                    yield return inner;
                }
            }
        }

        foreach (var inner in OfUrl(connectionString))
        {
            yield return inner;
        }
    }

    /// <summary>Every value of the query: a URL's query is where keys and signatures are put.</summary>
    public static IEnumerable<string> OfUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            ? OfQuery(parsed.Query).Append(parsed.UserInfo)
            : [];

    /// <summary>The URL as a whole and what follows its host, and each part of that which is long enough to be no word.</summary>
    public static IEnumerable<string> OfWebhook(Uri url)
    {
        string[] whole = [url.OriginalString, url.AbsoluteUri, url.PathAndQuery, url.AbsolutePath];
        return whole.Where(s => s.Length >= SecretScrubber.ShortestQueryValue)
            .Concat(url.Segments.Select(s => s.Trim('/')).Where(s => s.Length >= ShortestPathSecret))
            .Concat(OfQuery(url.Query));
    }

    private static IEnumerable<string> OfQuery(string query) =>
        query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=', 2))
            .Where(p => p.Length == 2 && p[1].Length >= SecretScrubber.ShortestQueryValue)
            .Select(p => p[1]);
}
