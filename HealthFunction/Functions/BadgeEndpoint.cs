using HealthFunction.Access;
using HealthFunction.Formats.Badges;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Functions;

/// <summary>The status or the uptime of a check, a group or the deployment as a picture.</summary>
public sealed class BadgeEndpoint(BadgeAnswers answers, AccessGate gate)
{
    [Function("Badge")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "badge/{file}")] HttpRequestData request,
        string file)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.AnswerAsync(
            gate, HttpFunction.GetOnly, () => answers.GetAsync(file, request.Query, request.Header("If-None-Match")));
    }
}
