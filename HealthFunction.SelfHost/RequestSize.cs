using HealthFunction.AspNetCore;
using HealthFunction.Http;
using Microsoft.AspNetCore.Http;

namespace HealthFunction.SelfHost;

/// <summary>Refuses large bodies instead of receiving them; only a change of a plan has a body.</summary>
internal static class RequestSize
{
    /// <summary>In bytes.</summary>
    public const long MaxBody = 10 * 1024 * 1024;

    public static Task RefuseLongBodiesAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.ContentLength > MaxBody)
        {
            return WebAnswer.SendAsync(Problem.ContentTooLarge("A body has at most 10 MiB here, and no route reads more than a plan."), http.Response);
        }

        return next(http);
    }
}
