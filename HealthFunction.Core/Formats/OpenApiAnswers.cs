using HealthFunction.Http;

namespace HealthFunction.Formats;

/// <summary>Answers <c>openapi.json</c>.</summary>
internal sealed class OpenApiAnswers : IRouteQuestions
{
    private readonly HttpAnswer _answer = new HttpAnswer(200)
    {
        ContentType = "application/json",
        Body = Document(),
        Headers = [new("Cache-Control", "public, max-age=3600")],
    }.Tagged().Compressible();

    public Question Read(SurfaceRequest request) => Question.Answered(_answer);

    private static byte[] Document()
    {
        using var stream = typeof(OpenApiAnswers).Assembly.GetManifestResourceStream("openapi.json")
            ?? throw new InvalidOperationException("openapi.json is not embedded.");
        var document = new byte[stream.Length];
        stream.ReadExactly(document);
        return document;
    }
}
