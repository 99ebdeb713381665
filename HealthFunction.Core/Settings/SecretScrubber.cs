using System.Text.RegularExpressions;

namespace HealthFunction.Settings;

/// <summary>
/// Removes secrets from a text: those that the settings contain, as they are and URL-encoded, and everything that is written like one.
/// </summary>
/// <remarks>A gap in a library's own word would reveal that word. So a secret that is short enough to be part of a word is removed only
/// where it stands by itself, and not from type names or the lines of a stack trace, which hold no values.</remarks>
internal sealed partial class SecretScrubber
{
    private const string Mask = "***";

    /// <summary>Secrets of at least this length are not part of a word or a name.</summary>
    private const int MinLongSecret = 8;

    private readonly string[] _long;
    private readonly Regex? _short;

    public SecretScrubber(IEnumerable<string> secrets)
    {
        string[] all = [.. secrets
            .SelectMany(s => new[] { s, Uri.EscapeDataString(s), Uri.UnescapeDataString(s) })
            .Where(s => s.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(s => s.Length)];
        _long = [.. all.Where(s => s.Length >= MinLongSecret)];
        string[] rest = [.. all.Where(s => s.Length < MinLongSecret).Select(Regex.Escape)];
        _short = rest.Length == 0 ? null : new Regex(
            $@"(?<![\p{{L}}\p{{N}}_])(?<![\p{{L}}\p{{N}}_][.+])(?:{string.Join('|', rest)})(?![\p{{L}}\p{{N}}_])(?![.+][\p{{L}}_])",
            RegexOptions.CultureInvariant);
    }

    public string Scrub(string text)
    {
        foreach (var secret in _long)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        if (_short is not null)
        {
            text = string.Join('\n', text.Split('\n').Select(line => IsOfStackTrace(line) ? line : _short.Replace(line, Mask)));
        }

        return Bearer().Replace(Assignment().Replace(text, "$1" + Mask), "$1" + Mask);
    }

    private static bool IsOfStackTrace(string line) =>
        line.StartsWith("   at ", StringComparison.Ordinal) || line.TrimStart().StartsWith("--- End of ", StringComparison.Ordinal);

    [GeneratedRegex("""((?:password|passwd|pwd|accountkey|sharedaccesssignature|sharedaccesskey|secret|token|sig|api-?key)["']?\s*[=:]\s*["']?)[^\s;,&"']+""", RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"((?:bearer|basic|sharedkey(?:lite)?)\s+)[A-Za-z0-9+/=._:~-]{8,}", RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();
}
