using HealthFunction.Access;
using HealthFunction.Formats;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Functions;

/// <summary>Recorded runs, newest first.</summary>
public sealed class HistoryEndpoint(HistoryAnswers answers, AccessGate gate)
{
    [Function("History")]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "history")] HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.AnswerAsync(
            gate, HttpFunction.GetOnly, () => new(answers.RunsAsync(request.Query, request.FunctionContext.CancellationToken)));
    }
}
