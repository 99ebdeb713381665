using HealthFunction.Access;
using HealthFunction.Formats.Scripts;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Functions;

/// <summary>The translations that the page's script uses.</summary>
public sealed class ScriptEndpoint(ScriptAnswers answers, AccessGate gate)
{
    [Function("ScriptCatalog")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "jsi18n")] HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.AnswerAsync(
            gate,
            HttpFunction.GetOnly,
            () => new(answers.Get(request.Query, request.Header("Accept-Language"), request.Header("If-None-Match"))));
    }
}
