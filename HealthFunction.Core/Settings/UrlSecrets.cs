namespace HealthFunction.Settings;

/// <summary>Finds the secrets in a URL.</summary>
internal static class UrlSecrets
{
    /// <summary>Shorter values of a query are words such as <c>json</c>, and removing them would damage every text.</summary>
    public const int MinQueryValue = 8;

    /// <summary>
    /// The user information, as a whole and the password alone, and every value of the query: keys and signatures are put there. A text
    /// that only looks like a URL may contain them as well.
    /// </summary>
    public static IEnumerable<string> Of(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return [];
        }

        var rest = url[(scheme + 3)..];
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        return [.. OfUser(rest), .. query < 0 ? [] : OfQuery(rest[query..].Split('#')[0])];
    }

    private static string[] OfUser(string rest)
    {
        // A password may contain a slash that should have been escaped; one more reason not to leave this to Uri.
        var end = rest.LastIndexOf('@');
        if (end < 0)
        {
            return [];
        }

        var user = rest[..end];
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? [user] : [user, user[(colon + 1)..]];
    }

    public static IEnumerable<string> OfQuery(string query) =>
        query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=', 2))
            .Where(p => p.Length == 2 && p[1].Length >= MinQueryValue)
            .Select(p => p[1]);
}
