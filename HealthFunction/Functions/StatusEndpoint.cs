using HealthFunction.Access;
using HealthFunction.Formats.Status;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Functions;

/// <summary>The status page.</summary>
public sealed class StatusEndpoint(StatusAnswers answers, AccessGate gate)
{
    [Function("Status")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "status")] HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.AnswerAsync(
            gate,
            HttpFunction.GetOnly,
            () => answers.GetAsync(request.Query["lang"], request.Header("Accept-Language"), request.Header("If-None-Match")));
    }
}
