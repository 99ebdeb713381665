using HealthFunction.Access;
using HealthFunction.Formats;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Functions;

/// <summary>The description of all routes.</summary>
public sealed class OpenApiEndpoint(OpenApiAnswers answers, AccessGate gate)
{
    [Function("OpenApi")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "openapi.json")] HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.AnswerAsync(gate, HttpFunction.GetOnly, () => new(answers.Get(request.Header("If-None-Match"))));
    }
}
