using System.Globalization;
using System.Net;
using HealthFunction.Access;
using HealthFunction.Formats;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Functions;

/// <summary>
/// What all HTTP functions do alike: they take every method, since the host would answer 404 to one that a trigger does not
/// list, and say themselves which they answer; callers that the gate refuses get nothing. They take no parameters but the request
/// and those of their route: the host fills any other, a CancellationToken too, with the query's value of that name, and a call
/// with <c>?cancellationToken=x</c> would fail before it gets here.
/// </summary>
internal static class HttpFunction
{
    public const string GetAndHead = "GET, HEAD, OPTIONS";
    public const string GetOnly = "GET, OPTIONS";

    public static async Task<HttpResponseData> AnswerAsync(
        this HttpRequestData request, AccessGate? gate, string allowed, Func<ValueTask<HttpAnswer>> get)
    {
        var callerGone = request.FunctionContext.CancellationToken;
        if (gate is not null && !gate.Admits(request.Header))
        {
            return await request.SendAsync(new HttpAnswer(403), withBody: false).ConfigureAwait(false);
        }

        var method = request.Method;
        if (method.Equals("OPTIONS", StringComparison.OrdinalIgnoreCase))
        {
            return await request.SendAsync(new HttpAnswer(200) { Headers = [new("Allow", allowed)] }, withBody: true).ConfigureAwait(false);
        }

        var isHead = method.Equals("HEAD", StringComparison.OrdinalIgnoreCase);
        if (!method.Equals("GET", StringComparison.OrdinalIgnoreCase) && !(isHead && allowed == GetAndHead))
        {
            return await request.SendAsync(Problem.MethodNotAllowed(method, allowed), withBody: true).ConfigureAwait(false);
        }

        try
        {
            var answer = await get().AsTask().WaitAsync(callerGone).ConfigureAwait(false);
            return await request.SendAsync(answer, withBody: !isHead).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (callerGone.IsCancellationRequested)
        {
            // Nobody reads this; it only keeps a caller that hung up from showing as a failed invocation.
            return request.CreateResponse(HttpStatusCode.ServiceUnavailable);
        }
    }

    /// <summary>The header's value, several joined by commas; null when the request has none.</summary>
    public static string? Header(this HttpRequestData request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    private static async ValueTask<HttpResponseData> SendAsync(this HttpRequestData request, HttpAnswer answer, bool withBody)
    {
        var response = request.CreateResponse((HttpStatusCode)answer.Status);
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Add(name, value);
        }

        if (answer.ContentType is not null)
        {
            response.Headers.Add("Content-Type", answer.ContentType);
        }

        // In a 304 it would be the length of the body that is not sent.
        if (answer.Status != 304)
        {
            response.Headers.Add("Content-Length", answer.Body.Length.ToString(CultureInfo.InvariantCulture));
        }

        if (withBody && !answer.Body.IsEmpty)
        {
            await response.Body.WriteAsync(answer.Body).ConfigureAwait(false);
        }

        return response;
    }
}
