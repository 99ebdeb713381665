using System.Net;
using System.Text.Json;
using HealthFunction.AspNetCore;
using HealthFunction.AspNetCore.Timers;
using HealthFunction.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.SelfHost;

/// <summary>
/// <c>POST /admin/functions/RecordHistory</c> records once and answers 202, as the Functions host does locally. It needs no key, so only
/// this machine is admitted.
/// </summary>
internal static class RecordEndpoint
{
    public static void MapRecordEndpoint(this IEndpointRouteBuilder endpoints)
    {
        var timer = endpoints.ServiceProvider.GetRequiredService<RecordingTimer>();
        endpoints.MapPost(
            "admin/functions/RecordHistory", async http => await WebAnswer.SendAsync(await AnswerAsync(http, timer), http.Response));
    }

    private static async Task<HttpAnswer> AnswerAsync(HttpContext http, RecordingTimer timer)
    {
        if (!IsFromThisMachine(http))
        {
            return Problem.Forbidden("Only this machine may ask for a recording, by a loopback address and not through a proxy.");
        }

        // A page of another site can post a form here, but not JSON.
        if (!http.Request.HasJsonContentType())
        {
            return Problem.UnsupportedMediaType("Send the JSON object {} with Content-Type: application/json.");
        }

        if (!await IsJsonObjectAsync(http))
        {
            return Problem.BadRequest("The body has to be a JSON object, such as {}.");
        }

        timer.RecordSoon();
        return new HttpAnswer(StatusCodes.Status202Accepted);
    }

    // The host name is checked too, because a foreign name can be made to resolve to this machine.
    private static bool IsFromThisMachine(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } client && IPAddress.IsLoopback(client)
        && !http.Request.Headers.ContainsKey("X-Forwarded-For")
        && (string.Equals(http.Request.Host.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(http.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)));

    private static async Task<bool> IsJsonObjectAsync(HttpContext http)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
