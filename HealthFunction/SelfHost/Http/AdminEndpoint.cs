using System.Net;
using System.Text.Json;
using HealthFunction.SelfHost.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HealthFunction.SelfHost.Http;

/// <summary>
/// <c>POST /admin/functions/{name}</c> runs a timer function once and answers 202, as the real host does locally. There are no keys
/// here, so only this machine may ask.
/// </summary>
internal sealed class AdminEndpoint(TimerService timers, HashSet<string> functions)
{
    private const string Name = "name";

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost($"admin/functions/{{{Name}}}", _ => Task.CompletedTask).WithMetadata(this);

    public async Task InvokeAsync(HttpContext http) => http.Response.StatusCode = await RunAsync(http);

    private async Task<int> RunAsync(HttpContext http)
    {
        if (!IsFromThisMachine(http))
        {
            return StatusCodes.Status403Forbidden;
        }

        // A page of another site can send a form here unasked, but not JSON.
        if (!http.Request.HasJsonContentType())
        {
            return StatusCodes.Status415UnsupportedMediaType;
        }

        var name = (string)http.Request.RouteValues[Name]!;
        if (!functions.Contains(name))
        {
            return StatusCodes.Status404NotFound;
        }

        return await IsJsonObjectAsync(http) && timers.TryRunOnce(name)
            ? StatusCodes.Status202Accepted
            : StatusCodes.Status400BadRequest;
    }

    // The host name is looked at too, because a foreign name may be made to resolve to this machine.
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
