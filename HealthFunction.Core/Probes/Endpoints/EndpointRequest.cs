using System.Net.Http.Headers;
using System.Text;
using HealthFunction.Settings;

namespace HealthFunction.Probes.Endpoints;

/// <summary>The request that an endpoint gets, without its credential.</summary>
internal sealed class EndpointRequest
{
    private const string DefaultContentType = "application/json";

    private static readonly string[] Methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH"];

    private static readonly string[] MethodsWithBody = ["POST", "PUT", "PATCH"];

    private static readonly ProductInfoHeaderValue UserAgent = new("HealthFunction", null);

    /// <summary>A cache in between must not answer for the endpoint.</summary>
    private static readonly CacheControlHeaderValue Fresh = new() { NoCache = true };

    /// <summary>The same for caches of HTTP/1.0.</summary>
    private static readonly NameValueHeaderValue FreshForOldCaches = new("no-cache");

    public string Method { get; init; } = "GET";

    public Version HttpVersion { get; init; } = System.Net.HttpVersion.Version11;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Sent as UTF-8; null means no body.</summary>
    public string? Body { get; init; }

    public static EndpointRequest Read(SettingsSection section)
    {
        var body = section.Text("Body");
        section.Hide([body ?? ""]);
        var method = ReadMethod(section, body);
        if (body is not null && Methods.Contains(method) && !MethodsWithBody.Contains(method))
        {
            section.Child("Body").Fault($"is set, and a {method} request has none; with a body, Method accepts {string.Join(", ", MethodsWithBody)}.");
        }

        return new()
        {
            Method = method,
            HttpVersion = ReadVersion(section),
            Headers = RequestHeaders.Read(section, hasBody: body is not null),
            Body = body,
        };
    }

    public HttpRequestMessage Create(string url, AuthenticationHeaderValue? credential)
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), url)
        {
            Version = HttpVersion,
            VersionPolicy = HttpVersion == System.Net.HttpVersion.Version11 ? HttpVersionPolicy.RequestVersionOrLower : HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.CacheControl = Fresh;
        request.Headers.Pragma.Add(FreshForOldCaches);
        request.Headers.Authorization = credential;
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        }

        foreach (var (name, value) in Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (!request.Headers.Contains("User-Agent"))
        {
            request.Headers.UserAgent.Add(UserAgent);
        }

        if (request.Content is { } content && !content.Headers.Contains("Content-Type"))
        {
            content.Headers.TryAddWithoutValidation("Content-Type", DefaultContentType);
        }

        return request;
    }

    private static string ReadMethod(SettingsSection section, string? body)
    {
        var method = section.Text("Method")?.ToUpperInvariant() ?? (body is null ? "GET" : "POST");
        if (!Methods.Contains(method))
        {
            section.Child("Method").Fault($"is \"{method}\"; it accepts {string.Join(", ", Methods)}.");
        }

        return method;
    }

    private static Version ReadVersion(SettingsSection section)
    {
        switch (section.Text("HttpVersion"))
        {
            case null or "1.1":
                return System.Net.HttpVersion.Version11;
            case "2":
                return System.Net.HttpVersion.Version20;
            case var other:
                section.Child("HttpVersion").Fault($"is \"{other}\"; it accepts 1.1 or 2.");
                return System.Net.HttpVersion.Version11;
        }
    }
}
