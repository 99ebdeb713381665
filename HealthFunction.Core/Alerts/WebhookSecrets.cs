using HealthFunction.Settings;

namespace HealthFunction.Alerts;

/// <summary>Finds the secrets in a webhook's URL; its path is one of them.</summary>
internal static class WebhookSecrets
{
    /// <summary>Shorter parts of a path are ordinary words such as <c>workflows</c>.</summary>
    private const int MinPathSecret = 16;

    /// <summary>The whole URL, everything after its host, and each part of that which is too long to be an ordinary word.</summary>
    public static IEnumerable<string> Of(Uri url)
    {
        string[] whole = [url.OriginalString, url.AbsoluteUri, url.PathAndQuery, url.AbsolutePath];
        return whole.Where(s => s.Length >= UrlSecrets.MinQueryValue)
            .Concat(url.Segments.Select(s => s.Trim('/')).Where(s => s.Length >= MinPathSecret))
            .Concat(UrlSecrets.OfQuery(url.Query));
    }
}
