using System.Text;

namespace HealthFunction.Tests.Reliability;

/// <summary>Random HTTP requests, equal for equal seeds: well-formed ones in odd combinations, and mutilated ones.</summary>
internal sealed class RequestFuzzer(int seed)
{
    private static readonly string[] Methods = ["GET", "GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW", "get", "G"];

    private static readonly string[] Paths =
    [
        "/api/health", "/api/health", "/api/health/", "/api/health/live", "/api/health/ready", "/api/health/cache", "/api/health/cache.default",
        "/api/history", "/api/uptime", "/api/fleet", "/api/plans", "/api/plans/0", "/api/feed", "/api/status", "/api/badge/x.svg", "/api", "/", "/admin/functions/RecordHistory", "/API/HEALTH", "//api//health", "/api/health/a/b", "*",
    ];

    private static readonly string[] Parameters =
        ["format", "since", "until", "check", "status", "limit", "continuation", "period", "window", "source", "fleet", "audit", "a", "", "FORMAT", "%66ormat", "%", "%zz"];

    private static readonly string[] Values =
    [
        "json", "ui", "atom", "ical", "any", "prometheus", "openmetrics", "health%2Bjson", "UP", "DOWN", "1", "0", "-1", "1000", "99999999999999999999", "1e9", "24h", "365d", "9999999d", "0h",
        "2026-03-14", "2026-03-14T12:00:00Z", "9999-12-31T23:59:59.9999999%2B14:00", "0001-01-01", "9999-12-31", "2026-02-30", "cache.default", "", "%00", "%ff%fe", "%F0%9F%92%A9",
        "' OR 1=1 --", "../../../etc/passwd", "%2e%2e%2f", "<script>", "{0}", "${jndi:ldap://x}", "AAAA", "eyJhIjoxfQ", "NaN",
    ];

    private static readonly string[] Headers =
    [
        "Accept: */*", "Accept: image/png", "Accept: application/json;q=0.5, text/plain", "Accept: ;;;,,,q=", "Accept: text/plain;q=2", "Accept: application/openmetrics-text; version=1.0.0",
        "Accept: \"", "Accept:", "Accept-Encoding: gzip, br", "If-None-Match: *", "If-Modified-Since: yesterday", "Range: bytes=0-1", "Expect: 100-continue",
        "X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: ,,,", "X-Forwarded-For: [::1]:99999", "X-Forwarded-For: é", "X-Azure-FDID: x", "Cookie: a=b; ;;=", "Authorization: Basic !!!",
        "Traceparent: 00-0-0-0", "X-HTTP-Method-Override: DELETE", "Upgrade: h2c", "Connection: keep-alive, X", "Content-Type: \0", "Accept-Language: xx-*;q=a", "User-Agent: ", "TE: trailers",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Requests one after the other; the last one closes the connection.</summary>
    public byte[] WellFormed(int count) => Encoding.Latin1.GetBytes(
        string.Concat(Enumerable.Range(1, count - 1).Select(_ => Request())) + "GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    /// <summary>A request with bytes changed, missing, doubled or added, or an empty one.</summary>
    public byte[] Mutilated() => Mutilate(Encoding.Latin1.GetBytes(Request()));

    private string Request()
    {
        var method = Any(Methods);
        var text = new StringBuilder().Append(method).Append(' ').Append(Target()).Append(" HTTP/1.1\r\nHost: ").Append(Any("localhost", "x", "[::1]", "a_b", "")).Append("\r\n");
        for (var i = _random.Next(4); i > 0; i--)
        {
            var header = Any(Headers);
            text.Append(header.Contains('\0', StringComparison.Ordinal) ? "X: y" : header).Append("\r\n");
        }

        return (_random.Next(8), method) switch
        {
            (0, _) => text.Append("Content-Length: 3\r\n\r\nabc").ToString(),
            (1, _) => text.Append("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n").ToString(),
            (2, _) => text.Append("Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}").ToString(),
            _ => text.Append("\r\n").ToString(),
        };
    }

    private string Target()
    {
        var target = new StringBuilder(Any(Paths));
        if (_random.Next(6) == 0)
        {
            target.Append('/').Append(Uri.EscapeDataString(Noise(_random.Next(1, 40))));
        }

        for (var i = _random.Next(4); i > 0; i--)
        {
            target.Append(target.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?').Append(Any(Parameters));
            if (_random.Next(5) > 0)
            {
                target.Append('=').Append(_random.Next(4) == 0 ? Uri.EscapeDataString(Noise(_random.Next(20))) : Any(Values).Replace(' ', '+'));
            }
        }

        return target.ToString();
    }

    private byte[] Mutilate(byte[] request)
    {
        switch (_random.Next(5))
        {
            case 0:
                return request[.._random.Next(request.Length)];
            case 1:
                var junk = new byte[_random.Next(1, 2000)];
                _random.NextBytes(junk);
                return junk;
            case 2:
                for (var i = _random.Next(1, 10); i > 0; i--)
                {
                    request[_random.Next(request.Length)] = (byte)_random.Next(256);
                }

                return request;
            case 3:
                var at = _random.Next(request.Length);
                return [.. request[..at], .. request[_random.Next(request.Length)..], .. request[at..]];
            default:
                return [.. request[..^2], .. Encoding.Latin1.GetBytes("X-Long: " + Noise(_random.Next(40_000)).Replace('\r', ' ').Replace('\n', ' ')), .. "\r\n\r\n"u8];
        }
    }

    private string Noise(int length) => string.Create(length, _random, static (span, random) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = (char)random.Next(256);
        }
    });

    private string Any(params string[] of) => of[_random.Next(of.Length)];
}
