namespace HealthFunction.Tests.Infra.PathRule;

/// <summary>The parts of an answer that a monitor sees.</summary>
internal sealed record Answer(int Status, string ContentType, string CacheControl, string Allow, string Body)
{
    public static async Task<Answer> OfAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await client.SendAsync(request, Patience.Token);
        return new(
            (int)answer.StatusCode,
            answer.Content.Headers.ContentType?.ToString() ?? "",
            answer.Headers.CacheControl?.ToString() ?? "",
            string.Join(", ", answer.Content.Headers.Allow),
            await answer.Content.ReadAsStringAsync(Patience.Token));
    }
}
