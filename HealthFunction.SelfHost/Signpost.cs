using HealthFunction.Access;
using HealthFunction.AspNetCore;
using HealthFunction.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.SelfHost;

/// <summary>Answers paths that no route has, so that somebody who guesses learns where to look.</summary>
internal static class Signpost
{
    private static readonly HttpAnswer Nothing = Problem.NotFound(
        "There is nothing at this path. /api/status is the page, /api/health the verdict, and /api/openapi.json describes all routes.");

    public static void MapSignpost(this IEndpointRouteBuilder endpoints)
    {
        var gate = endpoints.ServiceProvider.GetRequiredService<AccessGate>();
        endpoints.MapFallback("{*path}", http =>
            WebAnswer.SendAsync(gate.Admits(new WebRequest(http, null)) ? Nothing : new HttpAnswer(403), http.Response));
    }
}
