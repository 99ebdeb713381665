using HealthFunction.Access;
using HealthFunction.Formats;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Functions;

/// <summary>Uptime, coverage, latency and incidents, overall and for each check.</summary>
public sealed class UptimeEndpoint(HistoryAnswers answers, AccessGate gate)
{
    [Function("Uptime")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "uptime")] HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.AnswerAsync(
            gate, HttpFunction.GetOnly, () => new(answers.UptimeAsync(request.Query, request.FunctionContext.CancellationToken)));
    }
}
