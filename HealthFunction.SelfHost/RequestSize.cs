using Microsoft.AspNetCore.Http;

namespace HealthFunction.SelfHost;

/// <summary>Refuses bodies that no route reads, instead of receiving them.</summary>
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
