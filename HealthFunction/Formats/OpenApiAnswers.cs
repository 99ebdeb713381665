namespace HealthFunction.Formats;

/// <summary>Answers <c>openapi.json</c>. Public because the function class, which the worker needs public, takes it.</summary>
public sealed class OpenApiAnswers
{
    private readonly HttpAnswer _answer = new HttpAnswer(200)
    {
        ContentType = "application/json",
        Body = Read(),
        Headers = [new("Cache-Control", "public, max-age=3600")],
    }.Tagged();

    internal HttpAnswer Get(string? ifNoneMatch) => _answer.UnlessMatched(ifNoneMatch);

    private static byte[] Read()
    {
        using var stream = typeof(OpenApiAnswers).Assembly.GetManifestResourceStream("openapi.json")
            ?? throw new InvalidOperationException("openapi.json is not embedded.");
        var document = new byte[stream.Length];
        stream.ReadExactly(document);
        return document;
    }
}
