using System.Net;
using System.Text.Json;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>The default body as a caller reads it.</summary>
internal sealed record Answer(HttpStatusCode Code, string Status, IReadOnlyDictionary<string, string> Checks, IReadOnlyDictionary<string, string> Errors)
{
    public static async Task<Answer> GetAsync(HttpClient client, string path = "api/health")
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return Parse(response.StatusCode, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    public static Answer Parse(HttpStatusCode code, ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        return new Answer(
            code,
            json.RootElement.GetProperty("status").GetString()!,
            Members(json.RootElement.GetProperty("checks")),
            Members(json.RootElement.GetProperty("errors")));
    }

    /// <summary>The checks as <c>name=VERDICT</c>, in the order of the answer, with the error after a failing one.</summary>
    public string Summary => string.Join(' ', Checks.Select(c => Errors.TryGetValue(c.Key, out var e) ? $"{c.Key}={c.Value}({e})" : $"{c.Key}={c.Value}"));

    private static Dictionary<string, string> Members(JsonElement element) =>
        element.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);
}
