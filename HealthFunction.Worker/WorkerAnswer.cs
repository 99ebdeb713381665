using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using HealthFunction.Http;
using HealthFunction.Surface;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Worker;

/// <summary>Converts the worker's request for the surface, and the surface's answer to the worker's response.</summary>
internal static class WorkerAnswer
{
    /// <param name="route">The route.</param>
    /// <param name="request">The worker's request.</param>
    /// <param name="pathValue">The value of the route's parameter.</param>
    /// <param name="needsKey">Whether the host calls the function only for callers with a key.</param>
    public static async Task<HttpResponseData> SendAsync(Route route, HttpRequestData request, string? pathValue = null, bool needsKey = false)
    {
        ArgumentNullException.ThrowIfNull(request);
        var surface = request.FunctionContext.InstanceServices.GetRequiredService<HttpSurface>();
        var answer = await surface.AnswerAsync(route, new WorkerRequest(request, pathValue, needsKey)).ConfigureAwait(false);
        return Write(answer, request.CreateResponse());
    }

    private static HttpResponseData Write(HttpAnswer answer, HttpResponseData response)
    {
        response.StatusCode = (HttpStatusCode)answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Add(name, value);
        }

        if (answer.ContentType is not null)
        {
            response.Headers.Add("Content-Type", answer.ContentType);
        }

        if (answer.ContentLength is { } length)
        {
            response.Headers.Add("Content-Length", length.ToString(CultureInfo.InvariantCulture));
        }

        if (!answer.Sent.IsEmpty)
        {
            // The bytes themselves, which all callers of the answer share: writing them would copy them for each caller, and a page of history is large.
            response.Body = MemoryMarshal.TryGetArray(answer.Sent, out var bytes)
                ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
                : new MemoryStream(answer.Sent.ToArray(), writable: false);
        }

        return response;
    }
}
