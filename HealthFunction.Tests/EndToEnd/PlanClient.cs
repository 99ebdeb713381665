using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HealthFunction.Tests.EndToEnd;

/// <summary>An operator who changes plans over HTTP.</summary>
internal sealed class PlanClient(HttpClient http, string? key, string keyHeader = "x-functions-key")
{
    public const string AdminKey = "the-admin-key-of-a-test";

    public Task<(HttpStatusCode Code, JsonNode? Body, HttpResponseMessage Response)> PostAsync(string body, string? idempotencyKey = null) =>
        SendAsync("POST", "api/plans", body, idempotencyKey);

    public Task<(HttpStatusCode Code, JsonNode? Body, HttpResponseMessage Response)> PatchAsync(string id, string body) => SendAsync("PATCH", $"api/plans/{id}", body);

    public Task<(HttpStatusCode Code, JsonNode? Body, HttpResponseMessage Response)> DeleteAsync(string id, string? idempotencyKey = null) =>
        SendAsync("DELETE", $"api/plans/{id}", null, idempotencyKey);

    public Task<(HttpStatusCode Code, JsonNode? Body, HttpResponseMessage Response)> GetAsync(string path = "api/plans") => SendAsync("GET", path, null);

    public async Task<string> NewAsync(string body)
    {
        var (code, plan, _) = await PostAsync(body);
        Assert.True(code == HttpStatusCode.Created, $"{code} {plan?.ToJsonString()}");
        return (string)plan!["id"]!;
    }

    public async Task<(HttpStatusCode Code, JsonNode? Body, HttpResponseMessage Response)> SendAsync(
        string method, string path, string? body, string? idempotencyKey = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation(keyHeader, key);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, Parse(text), response);
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
