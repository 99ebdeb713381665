using HealthFunction.Settings;

namespace HealthFunction.Alerts;

/// <summary>Finds the secrets in a webhook's URL, where the path is one as well.</summary>
internal static class WebhookSecrets
{
    /// <summary>Shorter parts of a path are words such as <c>workflows</c>.</summary>
    private const int MinPathSecret = 16;

    /// <summary>The URL as a whole and what follows its host, and each part of that which is long enough to be no word.</summary>
    public static IEnumerable<string> Of(Uri url)
    {
        string[] whole = [url.OriginalString, url.AbsoluteUri, url.PathAndQuery, url.AbsolutePath];
        return whole.Where(s => s.Length >= UrlSecrets.MinQueryValue)
            .Concat(url.Segments.Select(s => s.Trim('/')).Where(s => s.Length >= MinPathSecret))
            .Concat(UrlSecrets.OfQuery(url.Query));
    }
}
