using HealthFunction.Http;
using HealthFunction.Surface;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.AspNetCore;

/// <summary>Converts a request of ASP.NET Core for the surface, and the surface's answer to the response.</summary>
internal static class WebAnswer
{
    /// <summary>In bytes. Each piece is copied for its connection; the next one waits until the client has read most of it.</summary>
    private const int MaxPiece = 16 * 1024;

    public static async Task SendAsync(Route route, string? parameter, HttpContext http)
    {
        // Not when routes are mapped: wrong settings are reported by their validation, at the start.
        var surface = http.RequestServices.GetRequiredService<HttpSurface>();
        var answer = await surface.AnswerAsync(route, new WebRequest(http, parameter)).ConfigureAwait(false);
        await SendAsync(answer, http.Response).ConfigureAwait(false);
    }

    public static async Task SendAsync(HttpAnswer answer, HttpResponse response)
    {
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, value);
        }

        response.ContentType = answer.ContentType;
        response.ContentLength = answer.ContentLength;
        for (var rest = answer.Sent; !rest.IsEmpty; rest = rest[Math.Min(MaxPiece, rest.Length)..])
        {
            await response.BodyWriter.WriteAsync(rest[..Math.Min(MaxPiece, rest.Length)], CancellationToken.None).ConfigureAwait(false);
        }
    }
}
