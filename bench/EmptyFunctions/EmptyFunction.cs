using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Load;

/// <summary>Answers and ticks, and does nothing else.</summary>
public static class EmptyFunction
{
    [Function("Health")]
    public static HttpResponseData Answer([HttpTrigger(AuthorizationLevel.Anonymous, Route = "health")] HttpRequestData request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.CreateResponse(HttpStatusCode.OK);
    }

    [Function("RecordHistory")]
    public static void Tick([TimerTrigger("%HistorySchedule%")] TimerInfo timer) => ArgumentNullException.ThrowIfNull(timer);
}
