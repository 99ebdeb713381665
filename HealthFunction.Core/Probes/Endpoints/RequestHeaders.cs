using System.Text;
using HealthFunction.Settings;

namespace HealthFunction.Probes.Endpoints;

/// <summary>The request headers in the settings. Their values may be secrets.</summary>
internal static class RequestHeaders
{
    private const int MaxValueLength = 8192;

    /// <summary>Those that describe the connection, the length of the body, or what a cache may do.</summary>
    private static readonly HashSet<string> OfTheCheck = new(StringComparer.OrdinalIgnoreCase)
    {
        "Cache-Control", "Connection", "Content-Length", "Expect", "Keep-Alive", "Pragma", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    /// <summary>Those that never contain a secret. A log without their values could hardly be read.</summary>
    private static readonly HashSet<string> Public = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Encoding", "Accept-Language", "Content-Type", "Host", "Origin", "User-Agent",
    };

    public static IReadOnlyList<KeyValuePair<string, string>> Read(SettingsSection section, bool hasBody)
    {
        var headers = HeaderSettings.Read(section, "Headers", isSecret: true, MaxValueLength, (name, value) =>
            OfTheCheck.Contains(name) ? "is a header that the check sets itself"
            : !value.All(c => c is '\t' or (>= ' ' and <= '~')) ? "has a character that a header cannot have"
            : !hasBody && IsOfBody(name) ? "describes a body, and there is no Body"
            : null);
        section.Hide(headers.Where(h => !Public.Contains(h.Key)).SelectMany(h => Secrets(h.Value)));
        return headers;
    }

    private static bool IsOfBody(string name)
    {
        using var request = new HttpRequestMessage();
        return !request.Headers.TryAddWithoutValidation(name, "x");
    }

    /// <summary>The value, what follows a scheme or the name of a cookie in it, and the password of Basic.</summary>
    private static IEnumerable<string> Secrets(string value)
    {
        yield return value;
        foreach (var piece in value.Split([';', ','], StringSplitOptions.TrimEntries))
        {
            var at = piece.AsSpan().IndexOfAny(' ', '=');
            if (at < 0 || piece.Length - at <= UrlSecrets.MinQueryValue)
            {
                continue;
            }

            var rest = piece[(at + 1)..];
            yield return rest;
            var decoded = new byte[rest.Length];
            if (Convert.TryFromBase64String(rest, decoded, out var length)
                && Encoding.UTF8.GetString(decoded, 0, length).Split(':', 2) is [_, { Length: >= UrlSecrets.MinQueryValue } password])
            {
                yield return password;
            }
        }
    }
}
