using HealthFunction.Access;
using HealthFunction.Formats;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Functions;

/// <summary>The health endpoint: all checks, <c>live</c>, <c>ready</c>, one check, or one group.</summary>
public sealed class HealthEndpoint(HealthAnswers answers, AccessGate gate)
{
    [Function("Health")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "health/{name?}")] HttpRequestData request,
        string? name)
    {
        ArgumentNullException.ThrowIfNull(request);
        var asked = string.IsNullOrEmpty(name) ? null : name;

        // Liveness says nothing about the deployment, and what restarts a hung process seldom comes through Front Door.
        var needed = HealthAnswers.IsLive(asked) ? null : gate;
        return request.AnswerAsync(needed, HttpFunction.GetAndHead, () => answers.GetAsync(asked, request.Query["format"], request.Header("Accept")));
    }
}
