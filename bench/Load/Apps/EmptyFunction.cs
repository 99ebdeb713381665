using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Load.Apps;

/// <summary>Does nothing, at the path that is asked.</summary>
public static class EmptyFunction
{
    [Function("Empty")]
    public static HttpResponseData Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "health")] HttpRequestData request) =>
        request.CreateResponse(HttpStatusCode.OK);
}
