using System.Text.RegularExpressions;

namespace HealthFunction.Settings;

/// <summary>
/// Takes secrets out of a text: those that the settings are known to hold, as they stand and URL-encoded, and whatever is
/// written like one.
/// </summary>
internal sealed partial class SecretScrubber
{
    /// <summary>Shorter values of a URL's query are words such as <c>json</c>, and taking them out would ruin every text.</summary>
    public const int ShortestQueryValue = 8;

    private const string Mask = "***";
    private readonly string[] _secrets;

    public SecretScrubber(IEnumerable<string> secrets)
    {
        _secrets = [.. secrets
            .SelectMany(s => new[] { s, Uri.EscapeDataString(s), Uri.UnescapeDataString(s) })
            .Where(s => s.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(s => s.Length)];
    }

    public string Scrub(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return Bearer().Replace(Assignment().Replace(text, "$1" + Mask), "$1" + Mask);
    }

    [GeneratedRegex("""((?:password|passwd|pwd|accountkey|sharedaccesssignature|sharedaccesskey|secret|token|sig|api-?key)["']?\s*[=:]\s*["']?)[^\s;,&"']+""", RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"((?:bearer|basic|sharedkey(?:lite)?)\s+)[A-Za-z0-9+/=._:~-]{8,}", RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();
}
