using Microsoft.AspNetCore.Http;

namespace HealthFunction.SelfHost;

/// <summary>Refuses large bodies instead of receiving them; no route reads a body.</summary>
internal static class RequestSize
{
    /// <summary>In bytes.</summary>
    public const long MaxBody = 10 * 1024 * 1024;

    public static Task RefuseLongBodiesAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.ContentLength > MaxBody)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }

        return next(http);
    }
}
