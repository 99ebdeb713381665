using System.Net;
using HealthFunction.Settings;
using StackExchange.Redis;

namespace HealthFunction.Probes.Caches;

/// <summary>
/// Looks for parts of a connection string that StackExchange.Redis accepts and cannot use. It splits the text at every comma, reads each
/// part without a <c>=</c> as the name of a server whatever it looks like, and ignores parts that it cannot read.
/// </summary>
internal static class CacheText
{
    private static readonly string[] Credentials = ["user", "password", "sentinelUser", "sentinelPassword"];

    /// <returns>The fault, as the rest of a sentence that begins with the setting's name; null when there is none.</returns>
    public static string? FindFault(string connectionString, CacheMode mode)
    {
        string[] needed = mode == CacheMode.Ping ? ["AUTH", "PING"] : ["AUTH", "PING", "SET", "GET"];
        var isBehindCredential = false;
        var hasServer = false;
        foreach (var (key, value) in Pieces(connectionString))
        {
            if (key is null)
            {
                if (isBehindCredential)
                {
                    return "has a server behind a user or a password, or a comma in one; servers come first, and a password with a comma goes into Password";
                }

                if (!IsServer(value))
                {
                    return "has a server that is not written as host:port";
                }

                hasServer = true;
            }
            else if (value.Length == 0 && key[0] == '$' && needed.Contains(key[1..], StringComparer.OrdinalIgnoreCase))
            {
                return $"switches off {key[1..].ToUpperInvariant()}, which the check needs";
            }

            isBehindCredential |= IsCredential(key);
        }

        return hasServer ? null : "cannot be read";
    }

    /// <summary>Passwords, each text that may be the rest of one, and passwords in URLs.</summary>
    public static IEnumerable<string> Secrets(string connectionString)
    {
        var isBehindCredential = false;
        foreach (var (key, value) in Pieces(connectionString))
        {
            if (key?.EndsWith("password", StringComparison.OrdinalIgnoreCase) == true || (key is null && isBehindCredential))
            {
                yield return value;
            }

            foreach (var secret in UrlSecrets.Of(key is null ? value : $"{key}={value}"))
            {
                yield return secret;
            }

            isBehindCredential |= IsCredential(key);
        }
    }

    private static bool IsCredential(string? key) => Credentials.Contains(key, StringComparer.OrdinalIgnoreCase);

    private static bool IsServer(string text) => EndPointCollection.TryParse(text) switch
    {
        null => false,
        DnsEndPoint name => Uri.CheckHostName(name.Host) == UriHostNameType.Dns,
        _ => true,
    };

    private static IEnumerable<(string? Key, string Value)> Pieces(string connectionString)
    {
        foreach (var piece in connectionString.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            yield return equals > 0 ? (piece[..equals].Trim(), piece[(equals + 1)..].Trim()) : (null, piece);
        }
    }
}
