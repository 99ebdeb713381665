using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Primitives;

namespace HealthFunction.SelfHost.Http;

internal static class ResponseWriter
{
    /// <summary>Null, from a function that answers nothing, is 204.</summary>
    public static Task WriteAsync(HttpContext http, HttpResponseData? data)
    {
        if (data is null)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        http.Response.StatusCode = (int)data.StatusCode;
        CopyHeaders(http.Response.Headers, data);
        var body = data is KestrelResponse own ? own.BodyIfAny : data.Body;
        return WriteBodyAsync(http, body);
    }

    private static void CopyHeaders(IHeaderDictionary headers, HttpResponseData data)
    {
        foreach (var (name, values) in data.Headers.NonValidated)
        {
            if (string.Equals(name, "Set-Cookie", StringComparison.OrdinalIgnoreCase))
            {
                headers[name] = new StringValues([.. values]);
            }
            else if (!string.Equals(name, "Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                headers[name] = values.ToString();
            }
        }

        if (data is KestrelResponse { CookieHeaders: { Count: > 0 } cookies })
        {
            headers.SetCookie = StringValues.Concat(headers.SetCookie, new StringValues([.. cookies]));
        }
    }

    private static Task WriteBodyAsync(HttpContext http, Stream? body)
    {
        var length = body switch
        {
            null or { CanRead: false } => 0,
            { CanSeek: true } => body.Length,
            _ => (long?)null,
        };

        if (HttpMethods.IsHead(http.Request.Method))
        {
            // What GET would have said, unless the function says so itself or wrote nothing to measure.
            http.Response.ContentLength ??= length is 0 ? null : length;
            return Task.CompletedTask;
        }

        if (http.Response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent)
        {
            http.Response.ContentLength = null;
            return Task.CompletedTask;
        }

        if (http.Response.StatusCode is StatusCodes.Status304NotModified)
        {
            return Task.CompletedTask;
        }

        http.Response.ContentLength = length;
        return length is 0 ? Task.CompletedTask : SendAsync(http, body!);
    }

    private static Task SendAsync(HttpContext http, Stream body)
    {
        if (body is MemoryStream memory && memory.TryGetBuffer(out var bytes))
        {
            var write = http.Response.BodyWriter.WriteAsync(bytes);
            return write.IsCompletedSuccessfully ? Task.CompletedTask : write.AsTask();
        }

        if (body.CanSeek)
        {
            body.Position = 0;
        }

        return body.CopyToAsync(http.Response.Body);
    }
}
